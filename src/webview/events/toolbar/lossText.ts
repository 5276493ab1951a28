import type { EventStrings, ViewNews } from '../../../protocol/eventsView';
import { fill } from '../../shared/fill';

/** What was lost, in words. */
export interface LossText {
  /** Whether a call is missing among the events that were asked for. */
  readonly isLoss: boolean;
  /** `missed 2 · overrun 0 · dropped 0`, and what else there is. */
  readonly counts: string;
  /** What it means and what can be done, a sentence each; none where nothing is lost. */
  readonly advice: readonly string[];
}

/** Losses are in sight from the first one, and that there are none is, too. */
export function lossText(news: ViewNews, strings: EventStrings, locale: string): LossText {
  const number = new Intl.NumberFormat(locale);
  const always: readonly (readonly [number, string, string])[] = [
    [news.unpaired, strings.missed, strings.missedAdvice],
    [news.overrun, strings.overrun, strings.overrunAdvice],
    [news.discarded, strings.discarded, strings.discardedAdvice],
  ];
  const some: readonly (readonly [number, string, string])[] = [
    [news.unreadable, strings.unreadable, strings.unreadableAdvice],
    [news.taken ?? 0, strings.taken, strings.takenAdvice],
    [news.dropped, strings.dropped, strings.droppedAdvice],
  ];
  const { pauses = [] } = news;
  // Each with its cause where there is room for it.
  const pausedMs = Math.ceil(pauses.reduce((sum, { ms }) => sum + ms, 0));
  const causes = pauses.map(
    ({ cause, ms }) => [Math.ceil(ms), strings.paused[cause], strings.pausedAdvice] as const,
  );
  const sampling = sampledText(news, strings, locale);
  const told = [...always, ...some.filter(([count]) => count > 0)];
  const counts = told.map(([count, sentence]) => fill(sentence, number.format(count)));
  return {
    isLoss:
      news.overrun + news.discarded + news.unreadable > 0 ||
      pauses.length > 0 ||
      news.sampled !== undefined,
    counts: [
      ...counts,
      ...(pauses.length > 0 ? [fill(strings.pausedInAll, number.format(pausedMs))] : []),
    ].join(' · '),
    advice: [
      ...(sampling === undefined ? [] : [`${sampling}: ${strings.sampledAdvice}`]),
      ...[...told, ...causes]
        .filter(([count]) => count > 0)
        .map(([count, sentence, advice]) => `${fill(sentence, number.format(count))}: ${advice}`),
    ],
  };
}

/** How many of the events became rows: now, or, once all do again, of those that came. */
export function sampledText(
  { sampled }: ViewNews,
  strings: EventStrings,
  locale: string,
): string | undefined {
  const number = new Intl.NumberFormat(locale);
  if (!sampled) {
    return undefined;
  }
  const { kept, of, parts } = sampled;
  return parts > 1
    ? fill(strings.sampling, number.format(parts))
    : fill(strings.sampled, number.format(kept), number.format(of));
}
