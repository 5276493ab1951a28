import type { HitCost } from './hitCost';
import { x86HitCost } from './hitCost';
import type { Decoder } from './instruction';
import { kernelSupports } from './kernelSupport';
import { isEndbr64, mayBecomeCall } from './nops';
import type { SiteWarning } from './probeSite';

/** Bytes that the first two instructions take at most. */
export const ENTRY_BYTES = 2 * 15;

/** What a probe on the first instruction of a row's function costs. */
export interface RowCost {
  /** The row's. */
  readonly index: number;
  /** `unknown` where no probe may be placed, or the machine's code is not decoded. */
  readonly cost: HitCost;
  /** File offset of the instruction after `endbr64`, where a probe costs `emulated` and sees the same calls. */
  readonly pastEndbr?: bigint;
  readonly warnings: readonly SiteWarning[];
}

/** The cost of a hit at the entry, from the first instruction alone; `unknown` where there is none. */
export function entryCost(decoder: Decoder, offset: number, end: number): HitCost {
  const first = decoder.at(offset);
  return first && offset + first.bytes.length <= end ? x86HitCost(first.bytes) : 'unknown';
}

/**
 * The offset past an `endbr64` at an entry whose next instruction the kernel emulates on every
 * version. Whether anything else leads there, only the whole function tells.
 */
export function cheaperPastEndbr(decoder: Decoder, offset: number): number | undefined {
  const first = decoder.at(offset);
  const second =
    first && isEndbr64(first.bytes) ? decoder.at(offset + first.bytes.length) : undefined;
  return second &&
    kernelSupports(second.bytes) &&
    !mayBecomeCall(second.bytes) &&
    x86HitCost(second.bytes) === 'emulated'
    ? second.offset
    : undefined;
}
