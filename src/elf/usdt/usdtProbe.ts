import type { HitCost } from '../code/hitCost';

/**
 * Why an argument has no fetch argument, in the words of kernel/trace/trace_probe.c.
 *
 * - `float`: in a floating-point or vector register, which the kernel does not save.
 * - `index`: memory at the sum of two registers; the kernel adds a number to one.
 * - `symbol`: of an unknown or ambiguous symbol.
 * - `register`: no register that the kernel has a name for, or a part of one that it cannot take.
 * - `form`: written in a way that is not known here, thread-local data for one.
 * - `machine`: operands of this machine are not read.
 * - `differs`: not of one type at all places of the probe, which are one event.
 */
export type ArgumentRefusal =
  'float' | 'index' | 'symbol' | 'register' | 'form' | 'machine' | 'differs';

/** A fetch argument of the kernel: `name=fetch:type`. */
export interface UsdtFetch {
  /** `arg1`, `arg2`, … as the tracers of USDT call them. */
  readonly name: string;
  readonly fetch: string;
  readonly type: string;
}

/** An argument that cannot be fetched, and why. */
export interface UsdtOmission {
  readonly name: string;
  readonly refusal: ArgumentRefusal;
}

export type UsdtArgument = UsdtFetch | UsdtOmission;

/** One place in the code where a probe is. */
export interface UsdtSite {
  /** Virtual address of its nop. */
  readonly address: bigint;
  /** File offset of its nop. */
  readonly fileOffset: bigint;
  /** File offset of the counter that the program looks at before it makes the arguments ready. */
  readonly semaphore?: bigint;
  /** The arguments as the note has them: `-4@%eax 8@-16(%rbp)`. */
  readonly text: string;
  /** As many and with the same names and types as at every other site. */
  readonly args: readonly UsdtFetch[];
}

/** A USDT probe of a file: all places of one provider and name. */
export interface UsdtProbe {
  readonly provider: string;
  readonly name: string;
  /**
   * Those that may be probed, by address; where there are none, those whose only flaw is a nop of five
   * bytes.
   */
  readonly sites: readonly UsdtSite[];
  /** How many more there are that may not be. */
  readonly refusedSites: number;
  /** Of a hit at the first site: the others are of one compiler. */
  readonly cost: HitCost;
  /** Arguments that no event for all sites can have. */
  readonly omitted: readonly UsdtOmission[];
}
