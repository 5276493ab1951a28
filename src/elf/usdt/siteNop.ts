import { type HitCost, x86HitCost } from '../code/hitCost';
import { mayBecomeCall } from '../code/nops';

/** What the instruction at a site is: `nop`, one of five bytes, or something else. */
export type SiteInstruction = 'nop' | 'nop5' | 'other';

/** Bytes that are looked at. */
export const NOP_BYTES = 16;

const ARM64_NOP = Buffer.from([0x1f, 0x20, 0x03, 0xd5]);

/**
 * Whether an instruction begins here is proved by the note, which the assembler wrote; this proves
 * that the note is of this code. `<sys/sdt.h>` puts a nop of one byte there, other headers longer ones.
 * Nothing where nops of the machine are not known here.
 */
export function siteInstruction(machine: string, code: Uint8Array): SiteInstruction | undefined {
  switch (machine) {
    case 'x86-64':
    case 'x86': {
      const length = x86NopLength(code);
      if (length === 0) {
        return 'other';
      }
      return mayBecomeCall(code.subarray(0, length)) ? 'nop5' : 'nop';
    }
    case 'AArch64':
      return ARM64_NOP.equals(code.subarray(0, ARM64_NOP.length)) ? 'nop' : 'other';
    default:
      return undefined;
  }
}

/** What a hit on a site's nop costs. */
export function nopCost(machine: string, code: Uint8Array): HitCost {
  return machine === 'x86-64' || machine === 'x86'
    ? x86HitCost(code.subarray(0, x86NopLength(code)))
    : 'unknown';
}

/**
 * Bytes of the nop that `code` begins with, 0 for none: `nop`, and `nopw` or `nopl` of a register's
 * memory, each with 0x66 before it.
 */
function x86NopLength(code: Uint8Array): number {
  let opcode = 0;
  while (code[opcode] === 0x66) {
    opcode++;
  }
  if (code[opcode] === 0x90) {
    return opcode + 1;
  }
  const operand = code[opcode + 2] ?? 0;
  const mode = operand >> 6;
  const hasIndex = (operand & 7) === 4;
  const isNop = code[opcode] === 0x0f && code[opcode + 1] === 0x1f && (operand & 0x38) === 0;
  const isPlain = mode === 1 || mode === 2 || (mode === 0 && !hasIndex && (operand & 7) !== 5);
  const displacement = [0, 1, 4][mode] ?? 0;
  const length = opcode + 3 + (hasIndex ? 1 : 0) + displacement;
  return isNop && isPlain && length <= code.length ? length : 0;
}
