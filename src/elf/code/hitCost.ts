import { isNop } from './nops';
import { isDirectBranch, splitOpcode } from './x86Opcode';

export const HIT_COSTS = ['emulated', 'newlyEmulated', 'stepped', 'unknown'] as const;

/**
 * What a hit costs, by how the kernel gets past the instruction under the breakpoint.
 *
 * - `emulated`: it does the instruction's work itself, some 1 µs in all.
 * - `newlyEmulated`: a nop of several bytes, as `emulated` from Linux 6.16 on, else `stepped`.
 * - `stepped`: the processor runs a copy of it and traps again, some 10 µs.
 * - `unknown`: not known for this machine.
 */
export type HitCost = (typeof HIT_COSTS)[number];

const REX_B = 0x41;

/** By `branch_setup_xol_ops()` and `push_setup_xol_ops()` in arch/x86/kernel/uprobes.c. */
export function x86HitCost(instruction: Uint8Array): HitCost {
  const split = splitOpcode(instruction);
  const { prefixes, rex, vex, opcode } = split;
  if (vex) {
    return 'stepped';
  }
  const isPush = opcode >= 0x50 && opcode <= 0x57;
  if (isPush) {
    return prefixes.length === 0 && (rex === 0 || rex === REX_B) ? 'emulated' : 'stepped';
  }
  // With REX.B it is an exchange of r8.
  const isShortNop = opcode === 0x90 && (rex & 1) === 0;
  if (isShortNop || isDirectBranch(split)) {
    return 'emulated';
  }
  return isNop(instruction) ? 'newlyEmulated' : 'stepped';
}
