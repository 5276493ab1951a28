import type { Decoder } from './instruction';
import { cheaperPastEndbr } from './entryCost';
import { type HitCost, x86HitCost } from './hitCost';
import { kernelSupports } from './kernelSupport';
import { mayBecomeCall } from './nops';
import type { SiteRefusal } from './probeSite';
import { boundaryAt, type ReachedCode } from './reachedCode';
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
 * @param code what of the function runs
 * @param isCalled its first byte is reached by calls: nothing lies below the stack pointer there
 */
export function x86Site(
  decoder: Decoder,
  code: ReachedCode,
  length: number,
  offset: number,
  isCalled: boolean,
): DecodedSite {
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
  const past = offset === 0 ? cheaperPastEndbr(decoder, 0) : undefined;
  return {
    ...(refusal === undefined ? {} : { refusal }),
    cost: x86HitCost(instruction.bytes),
    neverReturns: never,
    ...(past !== undefined && isPastEndbrEqual(code, past) ? { pastEndbr: past } : {}),
  };
}

/**
 * Whether a probe past an `endbr64` at the entry sees the same calls as one on it. A jump to it would
 * be counted as a call, so there must be none, nor one whose target is not known.
 */
export function isPastEndbrEqual(
  { instructions, jumpTargets }: ReachedCode,
  offset: number,
): boolean {
  const jumpsAnywhere = [...instructions.values()].some(({ flow }) => flow === 'indirect');
  return !jumpTargets.has(offset) && !jumpTargets.has(0) && !jumpsAnywhere;
}
