import type { Decoder } from './instruction';
import { type HitCost, x86HitCost } from './hitCost';
import { kernelSupports } from './kernelSupport';
import { isEndbr64, mayBecomeCall } from './nops';
import type { SiteRefusal } from './probeSite';
import { boundaryAt, type ReachedCode, reachedCode } from './reachedCode';
import { neverReturns } from './returns';

/** What decoding tells of an offset in a function. */
export interface DecodedSite {
  /** Nothing where a breakpoint is harmless. */
  readonly refusal?: SiteRefusal;
  readonly cost: HitCost;
  readonly neverReturns: boolean;
  /** Offset from the function's start. */
  readonly pastEndbr?: number;
}

/**
 * Judges an offset of a 64-bit x86 function of `length` bytes.
 * @param isCalled its first byte is reached by calls: nothing lies below the stack pointer there
 */
export function x86Site(
  decoder: Decoder,
  length: number,
  offset: number,
  isCalled: boolean,
): DecodedSite {
  const code = reachedCode(decoder, length);
  const instruction = code.instructions.get(offset);
  const boundary = boundaryAt(code, offset);
  const never = neverReturns(code, length);
  if (boundary !== 'boundary' || !instruction) {
    const refusal = boundary === 'inside' ? 'insideInstruction' : 'unreached';
    return { refusal, cost: 'unknown', neverReturns: never };
  }
  const isEntry = offset === 0 && isCalled && !code.jumpTargets.has(0);
  const refusal =
    mayBecomeCall(instruction.bytes) && !isEntry
      ? 'nop5'
      : kernelSupports(instruction.bytes)
        ? undefined
        : 'unsupported';
  const past = offset === 0 ? pastEndbr(code) : undefined;
  return {
    ...(refusal === undefined ? {} : { refusal }),
    cost: x86HitCost(instruction.bytes),
    neverReturns: never,
    ...(past === undefined ? {} : { pastEndbr: past }),
  };
}

/**
 * The instruction after an `endbr64` at the entry, where the kernel emulates it on every version.
 * A jump to it would be counted as a call, so there must be none, nor one whose target is not known.
 */
function pastEndbr({ instructions, jumpTargets }: ReachedCode): number | undefined {
  const first = instructions.get(0);
  const second = first && isEndbr64(first.bytes) ? instructions.get(first.bytes.length) : undefined;
  if (!second || jumpTargets.has(second.offset) || jumpTargets.has(0)) {
    return undefined;
  }
  const jumpsAnywhere = [...instructions.values()].some(({ flow }) => flow === 'indirect');
  const isFine = !jumpsAnywhere && kernelSupports(second.bytes) && !mayBecomeCall(second.bytes);
  return isFine && x86HitCost(second.bytes) === 'emulated' ? second.offset : undefined;
}
