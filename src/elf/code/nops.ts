import { splitOpcode } from './x86Opcode';

/** `endbr64`, where indirect calls may land. */
const ENDBR64 = [0xf3, 0x0f, 0x1e, 0xfa];

export function isEndbr64(instruction: Uint8Array): boolean {
  return (
    instruction.length === ENDBR64.length && ENDBR64.every((byte, i) => byte === instruction[i])
  );
}

/** `nopw`, `nopl` with any operand: what compilers fill with. */
export function isNop(instruction: Uint8Array): boolean {
  const { second, rest } = splitOpcode(instruction);
  return second === 0x1f && ((rest[0] ?? 0) & 0x38) === 0;
}

/**
 * Whether the kernel may put a five-byte call in the place of this instruction instead of a
 * breakpoint, from 6.18 on (`can_optimize()` in arch/x86/kernel/uprobes.c). The call's push
 * overwrites what a leaf function keeps below its stack pointer. All that the kernel has ever taken
 * for a nop (`insn_is_nop()` in arch/x86/lib/insn-eval.c) counts.
 */
export function mayBecomeCall(instruction: Uint8Array): boolean {
  if (instruction.length !== 5) {
    return false;
  }
  const { opcode, rest, second } = splitOpcode(instruction);
  if (second !== undefined) {
    return isNop(instruction);
  }
  const isEmptyJump = opcode === 0xe9 && rest.every(byte => byte === 0);
  const isEmptyLea = opcode === 0x8d && rest.at(-1) === 0;
  return opcode === 0x90 || isEmptyJump || isEmptyLea;
}
