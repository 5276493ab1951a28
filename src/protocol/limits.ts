import * as v from 'valibot';
import { Handle } from './scalars';

/** Longest time to live, in seconds: thirty days. */
export const MAX_TTL_SECONDS = 30 * 24 * 3600;

const Seconds = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_TTL_SECONDS));
const MaxHits = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1e15));
const Rate = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1e12));

/** What ends a probe's being armed, beside its owner. Each counts anew whenever it is armed. */
export const Limits = v.strictObject({
  /** How long it may stay armed, while the machine is awake. */
  ttlSeconds: v.optional(Seconds),
  /** After about how many hits it is disarmed; some more are counted, never fewer. */
  maxHits: v.optional(MaxHits),
  /** Hits in a second, of all its places, at which it is disarmed. */
  hitsPerSecond: v.optional(Rate),
});
export type Limits = v.InferOutput<typeof Limits>;

/** Why the helper disarmed a probe by itself. */
export const StopReason = v.picklist(['expired', 'hits', 'budget']);
export type StopReason = v.InferOutput<typeof StopReason>;

/** The helper disarmed a probe by itself. */
export const Stopped = v.strictObject({
  handle: Handle,
  reason: StopReason,
  /** `budget`: as fast as it was hit, in hits a second. */
  hitsPerSecond: v.optional(v.number()),
});
export type Stopped = v.InferOutput<typeof Stopped>;

/** Members of `limit`: left out stays as it is, null lifts it. */
export const limitChanges = {
  maxHits: v.optional(v.nullable(MaxHits)),
  hitsPerSecond: v.optional(v.nullable(Rate)),
};

/** How much longer, added to what is left. */
export const moreTime = { seconds: Seconds };
