import type { StoppedBy } from '../session/ownLimits';
import { hitMicroseconds } from '../session/probeLimits';
import { requestLabel } from '../session/attachRequest';
import type { OwnedProbe } from '../session/ownedProbe';
import type { RowStyle } from '../probesView/row';
import { printable } from '../text/markdown';
import { compactNumber, groupedNumber, probesText } from '../text/numbers';

/** Probes that the helper stopped, all for one reason. */
export interface Ended {
  readonly reason: StoppedBy['reason'];
  readonly probes: readonly OwnedProbe[];
}

/** What was stopped, by reason: what costs most first. */
export function byReason(
  stopped: ReadonlyMap<number, StoppedBy>,
  get: (key: number) => OwnedProbe | undefined,
): Ended[] {
  return (['budget', 'expired', 'hits'] as const)
    .map(reason => ({
      reason,
      probes: [...stopped].flatMap(([key, why]) => (why.reason === reason ? (get(key) ?? []) : [])),
    }))
    .filter(({ probes }) => probes.length > 0);
}

/** What happened to the probes, and why. */
export function endedSentence(ended: Ended, style: RowStyle, emulatesNops: boolean): string {
  const { t, locale } = style;
  const { reason, probes } = ended;
  const [first] = probes;
  if (first && probes.length === 1) {
    return endedAlone(first, reason, style, emulatesNops);
  }
  const names = probesText(probes.length, t, locale);
  switch (reason) {
    case 'budget':
      return t('{0} are hit too often: they were stopped.', names);
    case 'expired':
      return t('{0} were stopped: their time is over.', names);
    case 'hits':
      return t('{0} were stopped at the hit limit you set.', names);
  }
}

function endedAlone(
  { request, stoppedBy }: OwnedProbe,
  reason: Ended['reason'],
  style: RowStyle,
  emulatesNops: boolean,
): string {
  const { t, locale } = style;
  const name = printable(requestLabel(request));
  switch (reason) {
    case 'budget': {
      const rate = stoppedBy?.hitsPerSecond ?? 0;
      const share = (rate * hitMicroseconds(request, emulatesNops)) / 1e6;
      return t(
        '{0} is hit {1} times a second, about {2}: it was stopped.',
        name,
        compactNumber(rate, locale, 1),
        cpuText(share, style),
      );
    }
    case 'expired':
      return t('{0} was stopped: its time is over.', name);
    case 'hits':
      return t(
        '{0} was stopped after {1} hits, as you set.',
        name,
        groupedNumber(request.limits?.maxHits ?? 0, locale),
      );
  }
}

/** Before the time of some probes is over. */
export function endingSentence(probes: readonly OwnedProbe[], { t, locale }: RowStyle): string {
  const minutes = Math.max(...probes.map(({ minutesLeft }) => minutesLeft ?? 0));
  const [first] = probes;
  if (first && probes.length === 1) {
    const name = printable(requestLabel(first.request));
    return minutes > 1
      ? t('{0} stops in {1} minutes.', name, minutes)
      : t('{0} stops in a minute.', name);
  }
  const names = probesText(probes.length, t, locale);
  return minutes > 1
    ? t('{0} stop in {1} minutes.', names, minutes)
    : t('{0} stop in a minute.', names);
}

/** `3 CPUs’ worth`, `50 % of a CPU`. */
export function cpuText(share: number, { t, locale }: RowStyle): string {
  const round = (value: number): string =>
    new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }).format(value);
  if (share < 0.95) {
    return t('{0} % of a CPU', round(share * 100));
  }
  return share < 1.05 ? t('one CPU’s worth') : t('{0} CPUs’ worth', round(share));
}
