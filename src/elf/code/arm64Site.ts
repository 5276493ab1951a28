import type { SiteRefusal } from './probeSite';

const INSTRUCTION = 4;
/** Instructions that the kernel looks back for a kprobe (`MAX_ATOMIC_CONTEXT_SIZE`). */
const LOOK_BACK = 32;

/**
 * Why a breakpoint at this offset of an arm64 function would do harm; nothing where it would not.
 * Stepping between a load-exclusive and its store-exclusive makes the store fail each time, and the
 * program tries for ever: the kernel looks for that only for kprobes (`is_probed_address_atomic()`
 * in arch/arm64/kernel/probes/decode-insn.c).
 */
export function arm64Refusal(code: Uint8Array, offset: number): SiteRefusal | undefined {
  if (offset % INSTRUCTION !== 0) {
    return 'misaligned';
  }
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  const word = (at: number): number => view.getUint32(at, true);
  if (offset + INSTRUCTION > code.length) {
    return 'unreached';
  }
  if (isExclusive(word(offset))) {
    return 'unsupported';
  }
  const first = Math.max(0, offset - LOOK_BACK * INSTRUCTION);
  for (let at = offset - INSTRUCTION; at >= first; at -= INSTRUCTION) {
    if (isExclusive(word(at))) {
      return isLoad(word(at)) ? 'unsupported' : undefined;
    }
  }
  return undefined;
}

/** Load and store exclusive (`aarch64_insn_is_exclusive()` in arch/arm64/include/asm/insn.h). */
function isExclusive(word: number): boolean {
  return (word & 0x3f80_0000) === 0x0800_0000;
}

function isLoad(word: number): boolean {
  return (word & 0x0040_0000) !== 0;
}
