import { isUserRequest, type AttachRequest } from '../session/attachRequest';
import { hitMicroseconds, limitsOf, type LimitSettings } from '../session/probeLimits';
import { groupedNumber } from '../text/numbers';
import type { Translate } from '../text/translate';

/** Hits a second to think with: how often a function is called is not known before a probe is on it. */
const EXAMPLE_RATE = 1000;

/** What the cost of a probe is told from. */
export interface CostFacts {
  readonly settings: LimitSettings;
  /** The kernel gets past nops of several bytes as cheaply as past one. */
  readonly emulatesNops: boolean;
  /** Hits a second, where a probe that is on the same place already tells. */
  readonly rate?: number | undefined;
}

/** What probes on one place cost as a share of one CPU, and at which rate they are stopped for that. */
export function costShare(
  requests: readonly AttachRequest[],
  { settings, emulatesNops, rate }: CostFacts,
  t: Translate,
  locale: string,
): { readonly label: string; readonly detail: string } {
  const microseconds = requests.reduce((sum, one) => sum + hitMicroseconds(one, emulatesNops), 0);
  const share = (hits: number): string => percent((hits * microseconds) / 1e6, locale);
  const number = (value: number): string => groupedNumber(Math.round(value), locale);
  const isCounted = rate !== undefined && rate >= 1;
  const hits = isCounted ? rate : EXAMPLE_RATE;
  const about = requests.every(isKnown)
    ? t('About {0} of a CPU at {1} hits/s', share(hits), number(hits))
    : t('At most {0} of a CPU at {1} hits/s', share(hits), number(hits));
  const budgets = requests.flatMap(
    one => limitsOf(one, settings, emulatesNops)?.hitsPerSecond ?? [],
  );
  return {
    label: isCounted ? t('{0}, as often as it is hit now', about) : about,
    detail:
      budgets.length === 0
        ? t('The callers pay; no limit is set, so it is not stopped, however often it is hit')
        : requests.some(({ kind }) => kind === 'tracepoint')
          ? // Without CONFIG_HIST_TRIGGERS nobody counts the hits of a tracepoint.
            t(
              'The callers pay; stopped above {0} hits/s ({1}), where this kernel counts its hits',
              number(Math.min(...budgets)),
              share(Math.min(...budgets)),
            )
          : t(
              'The callers pay; stopped above {0} hits/s ({1}), counted from the first 0.1 s on',
              number(Math.min(...budgets)),
              share(Math.min(...budgets)),
            ),
  };
}

/** Whether somebody looked at the code; else the dearest is taken. */
function isKnown(request: AttachRequest): boolean {
  const cost = isUserRequest(request) ? request.target.cost : undefined;
  return cost !== undefined && cost !== 'unknown';
}

/** `0.1%`, `25%`: two digits that count, as all of it is an estimate. */
function percent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumSignificantDigits: 2,
  }).format(share);
}
