import type { OwnedProbe, ProbeState } from './ownedProbe';
import type { StoppedBy } from './ownLimits';

/** Minutes left from which on a row says so. */
export const SOON = 5;

/** A probe in another state, without what was true of the one before. */
export function inState(probe: OwnedProbe, state: ProbeState, now: number): OwnedProbe {
  // A lost probe keeps in `probe.enabled` what it was, for when it is made again.
  const enabled = state === 'lost' ? probe.probe.enabled : state === 'armed';
  const { isHalted, expiresAt, minutesLeft, stoppedBy, ...rest } = probe;
  const stays = state === probe.state;
  return {
    ...rest,
    ...(isHalted && state !== 'armed' ? { isHalted } : {}),
    ...(stoppedBy && stays ? { stoppedBy } : {}),
    ...(state === 'armed' ? (stays ? life({ expiresAt, minutesLeft }) : armed(probe, now)) : {}),
    state,
    rate: undefined,
    probe: { ...probe.probe, enabled },
  };
}

/** When a probe that is armed now ends, in ms of the clock of `now`. */
export function armed({ probe }: Pick<OwnedProbe, 'probe'>, now: number): { expiresAt?: number } {
  const seconds = probe.limits?.ttlSeconds;
  return seconds === undefined ? {} : { expiresAt: now + seconds * 1000 };
}

/** A probe that the helper stopped by itself. */
export function stoppedBy(probe: OwnedProbe, why: StoppedBy, now: number): OwnedProbe {
  return { ...inState(probe, 'stopped', now), stoppedBy: why };
}

/** An armed probe with more time; undefined for one that has no end. */
export function extended(probe: OwnedProbe, ms: number, now: number): OwnedProbe | undefined {
  if (probe.expiresAt === undefined) {
    return undefined;
  }
  const expiresAt = probe.expiresAt + ms;
  const longer = { ...probe, expiresAt };
  return aged(longer, now) ?? longer;
}

/** Whole minutes that are left, at least one; undefined while it is long. */
export function minutesLeft(expiresAt: number, now: number): number | undefined {
  const minutes = Math.max(1, Math.ceil((expiresAt - now) / 60_000));
  return minutes > SOON ? undefined : minutes;
}

/** With what is left of its time as it is now; undefined where that reads as before. */
export function aged(probe: OwnedProbe, now: number): OwnedProbe | undefined {
  const { expiresAt, minutesLeft: before, ...rest } = probe;
  const left = expiresAt === undefined ? undefined : minutesLeft(expiresAt, now);
  return left === before ? undefined : { ...rest, ...life({ expiresAt, minutesLeft: left }) };
}

function life({
  expiresAt,
  minutesLeft: left,
}: {
  expiresAt: number | undefined;
  minutesLeft: number | undefined;
}): Pick<OwnedProbe, 'expiresAt' | 'minutesLeft'> {
  return {
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(left === undefined ? {} : { minutesLeft: left }),
  };
}
