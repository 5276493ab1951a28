import type { Limits, StopReason } from '../../protocol/limits';

/** A shorter time tells no rate, in ms: a few calls in a row would look like many. */
const SHORTEST_MS = 50;

/** Why a probe is to be disarmed. */
export interface Verdict {
  readonly reason: StopReason;
  /** Only of `budget`: as fast as it was hit, in hits a second. */
  readonly hitsPerSecond?: number;
}

/**
 * One armed probe against its limits. Times are in ms of a monotonic clock, which stands still while
 * the machine sleeps: no call is made then either.
 */
export class ProbeWatch {
  private deadline: number;
  /** Hits at the first look, from which `maxHits` counts. */
  private base: bigint | undefined;
  /** The count that the next rate is measured from. */
  private last: { readonly hits: bigint; readonly at: number } | undefined;

  constructor(
    private limits: Limits,
    now: number,
  ) {
    this.deadline = limits.ttlSeconds === undefined ? Infinity : now + limits.ttlSeconds * 1000;
  }

  /** When its time is over. */
  get expiresAt(): number {
    return this.deadline;
  }

  /** Whether its hits have to be looked at. */
  get isCounted(): boolean {
    return this.limits.maxHits !== undefined || this.limits.hitsPerSecond !== undefined;
  }

  /** Adds to what is left of its time; nothing to a probe that has no end. */
  extend(seconds: number): void {
    this.deadline += seconds * 1000;
  }

  /** Other limits from now on; with `again`, `maxHits` counts from the next look. */
  limit(limits: Limits, again: boolean): void {
    this.limits = limits;
    this.last = undefined;
    if (again) {
      this.base = undefined;
    }
  }

  /** Looks at its count; `null` is "unknown", which nothing is measured against. */
  count(hits: bigint | null, now: number): Verdict | undefined {
    if (hits === null) {
      this.last = undefined;
      return undefined;
    }
    const { base, last } = this;
    const { maxHits, hitsPerSecond } = this.limits;
    if (base !== undefined && maxHits !== undefined && hits - base >= BigInt(maxHits)) {
      return { reason: 'hits' };
    }
    if (base === undefined || last === undefined) {
      this.begin(hits, now);
      return undefined;
    }
    if (now - last.at < SHORTEST_MS) {
      return undefined;
    }
    this.last = { hits, at: now };
    const rate = (Number(hits - last.hits) * 1000) / (now - last.at);
    return hitsPerSecond !== undefined && rate > hitsPerSecond
      ? { reason: 'budget', hitsPerSecond: Math.round(rate) }
      : undefined;
  }

  private begin(hits: bigint, now: number): void {
    this.base ??= hits;
    this.last = { hits, at: now };
  }
}
