/** A complete x86-64 program as the bytes of its file, and where its nop of five bytes is. */
export interface LeafProgram {
  readonly file: Buffer;
  /** File offset of the nop. */
  readonly nopOffset: number;
  /** Times that the nop is run when nothing goes wrong. */
  readonly calls: number;
}

/** The first hit of a probe never optimises it (`arch_uprobe_optimize()`), the second may not yet. */
const CALLS = 1000;
/** What the function keeps below its stack pointer; no address that a call could push. */
const KEPT = 0x5a17c0de;

const LOAD_ADDRESS = 0x400000;
const HEADER = 64;
const PROGRAM_HEADER = 56;
const CODE = HEADER + 2 * PROGRAM_HEADER;

/**
 * A program that calls a leaf function many times, which keeps a value in the red zone across a nop
 * of five bytes. Exit status 0: the value was there each time; 1: it was not. It uses no library and
 * touches nothing. Only 64-bit programs are of interest: the kernel optimises no others
 * (`can_optimize()` in arch/x86/kernel/uprobes.c).
 */
export function leafProgram(): LeafProgram {
  const start = [
    [0xb9, ...u32(CALLS)], //            0  mov    $CALLS,%ecx
    [0xe8, ...u32(0x1c - 0x0a)], //      5  call   leaf
    [0x75, 0x08], //                     a  jne    bad
    [0xff, 0xc9], //                     c  dec    %ecx
    [0x75, 0xf5], //                     e  jne    5
    [0x31, 0xff], //                    10  xor    %edi,%edi
    [0xeb, 0x03], //                    12  jmp    exit
    [0x6a, 0x01], //                    14  bad:   push $1
    [0x5f], //                          16         pop  %rdi
    [0x6a, 0x3c], //                    17  exit:  push $60, which is SYS_exit
    [0x58], //                          19         pop  %rax
    [0x0f, 0x05], //                    1a         syscall
  ].flat();
  const keep = [0x48, 0xc7, 0x44, 0x24, 0xf8, ...u32(KEPT)]; //  movq $KEPT,-8(%rsp)
  const leaf = [
    ...keep,
    ...[0x0f, 0x1f, 0x44, 0x00, 0x00], //  nopl 0(%rax,%rax,1)
    ...[0x48, 0x81, 0x7c, 0x24, 0xf8, ...u32(KEPT)], //  cmpq $KEPT,-8(%rsp)
    0xc3, //  ret, which leaves the flags to the caller's jne
  ];
  const code = Buffer.from([...start, ...leaf]);
  const file = Buffer.concat([headers(CODE + code.length), code]);
  return { file, nopOffset: CODE + start.length + keep.length, calls: CALLS };
}

/** The ELF header, a segment that is the whole file, and a stack that is not executable. */
function headers(size: number): Buffer {
  const bytes = Buffer.alloc(CODE);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes.writeUInt16LE(2, 16); // e_type: ET_EXEC
  bytes.writeUInt16LE(62, 18); // e_machine: EM_X86_64
  bytes.writeUInt32LE(1, 20); // e_version
  bytes.writeUInt32LE(LOAD_ADDRESS + CODE, 24); // e_entry
  bytes.writeUInt32LE(HEADER, 32); // e_phoff
  bytes.writeUInt16LE(HEADER, 52); // e_ehsize
  bytes.writeUInt16LE(PROGRAM_HEADER, 54); // e_phentsize
  bytes.writeUInt16LE(2, 56); // e_phnum
  const [load, stack] = [HEADER, HEADER + PROGRAM_HEADER];
  bytes.writeUInt32LE(1, load); // p_type: PT_LOAD
  bytes.writeUInt32LE(5, load + 4); // p_flags: readable, executable
  bytes.writeUInt32LE(LOAD_ADDRESS, load + 16); // p_vaddr
  bytes.writeUInt32LE(LOAD_ADDRESS, load + 24); // p_paddr
  bytes.writeUInt32LE(size, load + 32); // p_filesz
  bytes.writeUInt32LE(size, load + 40); // p_memsz
  bytes.writeUInt32LE(0x1000, load + 48); // p_align
  bytes.writeUInt32LE(0x6474e551, stack); // p_type: PT_GNU_STACK
  bytes.writeUInt32LE(6, stack + 4); // p_flags: readable, writable
  return bytes;
}

function u32(value: number): number[] {
  return [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >>> 24) & 0xff];
}
