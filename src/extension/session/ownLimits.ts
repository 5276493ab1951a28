import type { StopReason } from '../../protocol/limits';

/** What of a probe's limits the user set for it alone; kept when it is made again. */
export interface OwnLimits {
  /** After about so many hits it stops. */
  readonly maxHits?: number;
  /** The user starts it whatever it costs. */
  readonly unguarded?: true;
}

/** Why the helper stopped a probe. */
export interface StoppedBy {
  readonly reason: StopReason;
  /** `budget`: as fast as it was hit. */
  readonly hitsPerSecond?: number;
}
