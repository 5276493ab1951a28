import type { HitCost } from '../../elf/code/hitCost';
import { MAX_TTL_SECONDS, type Limits } from '../../protocol/limits';
import { isUserRequest, type AttachRequest } from './attachRequest';

/** What settings say of all probes; 0 is "no limit". */
export interface LimitSettings {
  /** In minutes. */
  readonly timeToLive: number;
  readonly hitsPerSecond: number;
  /** What the hits of one probe may take, in percent of one CPU. */
  readonly cpuShare: number;
}

/** What "Keep for Another Hour" adds, in seconds. */
export const HOUR = 3600;

/** µs of a hit by how the kernel gets past the instruction; what is not known is taken to be dear. */
const MICROSECONDS = { emulated: 1, stepped: 10 } as const;
/** µs that the trap on return adds. */
const RETURN = 1;

/**
 * What a hit takes, in µs.
 * @param emulatesNops the kernel does so with nops of several bytes too
 */
export function hitMicroseconds(request: AttachRequest, emulatesNops: boolean): number {
  if (!isUserRequest(request)) {
    // At most: a kprobe costs less than a trap from user space, and a tracepoint still less.
    return MICROSECONDS.emulated;
  }
  const { cost } = request.target;
  const isCheap = cost === 'emulated' || (cost === 'newlyEmulated' && emulatesNops);
  const entry = isCheap ? MICROSECONDS.emulated : MICROSECONDS.stepped;
  return request.kind === 'uretprobe' ? entry + RETURN : entry;
}

/** The limits that a probe is armed with; none where nothing is limited. */
export function limitsOf(
  request: AttachRequest,
  settings: LimitSettings,
  emulatesNops: boolean,
): Limits | undefined {
  const { maxHits, unguarded } = request.limits ?? {};
  const budget = unguarded ? Infinity : budgetOf(request, settings, emulatesNops);
  const limits = {
    ...(settings.timeToLive > 0 ? { ttlSeconds: whole(settings.timeToLive * 60) } : {}),
    ...(maxHits === undefined ? {} : { maxHits }),
    ...(budget === Infinity ? {} : { hitsPerSecond: whole(budget) }),
  };
  return Object.keys(limits).length === 0 ? undefined : limits;
}

/** What the helper takes: a limit is at least one of its units, and no longer than it allows. */
function whole(value: number): number {
  return Math.min(Math.max(1, Math.round(value)), MAX_TTL_SECONDS);
}

/** Hits a second: the lower of the two settings. */
function budgetOf(
  request: AttachRequest,
  { hitsPerSecond, cpuShare }: LimitSettings,
  emulatesNops: boolean,
): number {
  const microseconds = (cpuShare / 100) * 1e6;
  return Math.min(
    hitsPerSecond > 0 ? hitsPerSecond : Infinity,
    cpuShare > 0 ? microseconds / hitMicroseconds(request, emulatesNops) : Infinity,
  );
}

/** The dearest of several places, where one that nobody looked at is dear; undefined if none was looked at. */
export function dearest(costs: readonly (HitCost | undefined)[]): HitCost | undefined {
  return costs.every(cost => cost === undefined)
    ? undefined
    : (['unknown', 'stepped', 'newlyEmulated', 'emulated'] as const).find(cost =>
        costs.some(one => (one ?? 'unknown') === cost),
      );
}
