import type { UsdtProbe } from './usdt/usdtProbe';

/**
 * Why a symbol cannot be probed.
 *
 * - `ifunc`: its address is that of the resolver, which runs once at load time.
 * - `undefined`: the code is in another file, one of `libraries`.
 * - `notFunction`: data, or a local label that may be data.
 * - `relocatable`: an object file or kernel module, which no process maps.
 * - `outsideSegments`: no executable segment holds its bytes in this file.
 * - `writableSegment`: the segment is writable too, where the kernel arms no uprobe
 *   (`valid_vma()` in kernel/events/uprobes.c).
 * - `goBinary`: only for return probes. The Go runtime moves stacks, and the return address that a
 *   uretprobe replaces crashes the program.
 * - `notCalled`: only for return probes. Code that is jumped to (gcc's `.cold` parts) or that the kernel
 *   starts (the entry point) has no return address on the stack, and a uretprobe would overwrite what is
 *   there (`arch_uretprobe_hijack_return_addr()` in arch/x86/kernel/uprobes.c).
 * - `marksPlace`: only for return probes. A USDT probe is a place in a function, which nothing returns from.
 * - `noNop`: of a USDT probe. There is no nop at its place, so that its note is not of this code.
 * - `siteNop5`: of a USDT probe. Its nop has five bytes, which newer kernels may replace by a call.
 * - `badSemaphore`: of a USDT probe. The counter that turns it on is not in the file's writable data.
 * - `unknownMachine`: of a USDT probe. Nops of the machine are not known here.
 */
export type RefusalCode =
  | 'ifunc'
  | 'undefined'
  | 'notFunction'
  | 'relocatable'
  | 'outsideSegments'
  | 'writableSegment'
  | 'goBinary'
  | 'notCalled'
  | 'marksPlace'
  | 'noNop'
  | 'siteNop5'
  | 'badSemaphore'
  | 'unknownMachine';

/** Whether a probe may be placed on a symbol's first byte. */
export type Verdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: RefusalCode;
      /** For `undefined`: sonames of the libraries that may define it, the likeliest first. */
      readonly libraries?: readonly string[];
    };

/** STB_* */
export type SymbolBinding = 'local' | 'global' | 'weak' | 'unique' | 'other';

/** STT_*, and `usdt` for what is no symbol but a probe of the file's own. */
export type SymbolType =
  'func' | 'ifunc' | 'notype' | 'object' | 'common' | 'tls' | 'usdt' | 'other';

/**
 * Where a symbol was read from.
 *
 * - `symtab`, `dynsym`: the file's own `.symtab` and `.dynsym`.
 * - `debugdata`: the compressed executable in its `.gnu_debugdata`.
 * - `debugfile`: a separate debug file.
 * - `gopclntab`: the table of functions that the Go runtime unwinds with.
 * - `stapsdt`: the notes that tell of USDT probes.
 */
export type SymbolTableName =
  'symtab' | 'dynsym' | 'debugdata' | 'debugfile' | 'gopclntab' | 'stapsdt';

/** One entry of a symbol table, as shown. */
export interface SymbolRow {
  /** Identifies the row in its file: names are not unique (static functions, versions). */
  readonly index: number;
  /** As in the string table, not demangled, not escaped. */
  readonly name: string;
  /** As people write it, where `name` is mangled: C++ and Rust. */
  readonly demangled?: string;
  /** `@@GLIBC_2.34` for a default version, `@GLIBC_2.2.5` for another one. */
  readonly version?: string;
  /** Virtual address in the file's own address space. 0 when undefined. */
  readonly address: bigint;
  /** File offset of the first byte, what a uprobe takes. Absent when the file holds no code for it. */
  readonly fileOffset?: bigint;
  /** Bytes. Where the table says 0, up to the next symbol or the end of its section. */
  readonly size: bigint;
  /** False when `size` is only a bound. */
  readonly sizeKnown: boolean;
  readonly binding: SymbolBinding;
  readonly type: SymbolType;
  /** Name of the section, `''` when it has none. */
  readonly section: string;
  readonly table: SymbolTableName;
  /** Path of the separate debug file, for `debugfile`. */
  readonly debugFile?: string;
  /** What was compiled, of a static function or datum, where the table has it (STT_FILE): `parse.c`. */
  readonly sourceFile?: string;
  /** Other names of the same address, at most eight. */
  readonly aliases: readonly string[];
  readonly uprobe: Verdict;
  readonly uretprobe: Verdict;
  /** For a USDT probe, whose `name` is `provider:name`. */
  readonly usdt?: UsdtProbe;
}
