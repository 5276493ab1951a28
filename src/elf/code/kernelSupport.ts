import { isDirectBranch, splitOpcode } from './x86Opcode';

/** es, cs, ss, ds and lock (`is_prefix_bad()`). */
const BAD_PREFIXES = new Set([0x26, 0x2e, 0x36, 0x3e, 0xf0]);

/** Those not in `good_insns_64`, written as ranges. */
const BAD_OPCODES = numbers(
  [0x06, 0x07],
  [0x0e, 0x0e],
  [0x16, 0x17],
  [0x1e, 0x1f],
  [0x27, 0x27],
  [0x2f, 0x2f],
  [0x37, 0x37],
  [0x3f, 0x3f],
  [0x60, 0x62],
  [0x6c, 0x6f],
  [0x82, 0x82],
  [0x9a, 0x9a],
  [0xcc, 0xcf],
  [0xd4, 0xd6],
  [0xe4, 0xe7],
  [0xea, 0xea],
  [0xec, 0xef],
  [0xf1, 0xf1],
  [0xf4, 0xf4],
  [0xfa, 0xfb],
);

/**
 * Those not in `good_2byte_insns`. The kernel's own check lets them pass, as the table for the
 * first byte has 0x0f: but stepping over a `syscall` that starts a thread would let the thread run
 * on in the slot for single steps.
 */
const BAD_SECOND = numbers(
  [0x00, 0x01],
  [0x05, 0x09],
  [0x0b, 0x0b],
  [0x30, 0x30],
  [0x34, 0x35],
  [0x37, 0x37],
  [0x78, 0x79],
  [0xae, 0xae],
);

/**
 * Whether the kernel arms a uprobe on a 64-bit instruction, or would refuse it with ENOTSUPP
 * (`uprobe_init_insn()` in arch/x86/kernel/uprobes.c): without a word where no process maps the
 * file yet.
 */
export function kernelSupports(instruction: Uint8Array): boolean {
  const split = splitOpcode(instruction);
  const { prefixes, opcode, second, rest } = split;
  if (prefixes.some(prefix => BAD_PREFIXES.has(prefix)) || BAD_OPCODES.has(opcode)) {
    return false;
  }
  // `branch_setup_xol_ops()`: Intel and AMD do not agree on what it means.
  if (prefixes.includes(0x66) && isDirectBranch(split)) {
    return false;
  }
  if (second !== undefined) {
    return !BAD_SECOND.has(second);
  }
  // A load of ss holds back the trap after a single step (`insn_masking_exception()`).
  const isLoadOfSs = opcode === 0x8e && ((rest[0] ?? 0) & 0x38) === 0x10;
  return !isLoadOfSs;
}

function numbers(...ranges: readonly (readonly [first: number, last: number])[]): Set<number> {
  return new Set(
    ranges.flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, i) => first + i),
    ),
  );
}
