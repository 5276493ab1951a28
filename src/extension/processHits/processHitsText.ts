import { printable } from '../text/markdown';
import { groupedNumber, hitsText, rateText } from '../text/numbers';
import type { Translate } from '../text/translate';
import type { HitLoss } from './hitCapture';
import type { ContainerTotal, ProcessTotal } from './processTotals';

/** A row of the list, before it is VS Code's: every string is safe to show. */
export type HitsItem =
  | { readonly kind: 'separator'; readonly label: string }
  | {
      readonly kind: 'process';
      readonly id: string;
      readonly label: string;
      readonly description: string;
    };

export interface HitsStyle {
  readonly t: Translate;
  readonly locale: string;
  /** Name of a local user; the number where there is none. */
  readonly user: (uid: number) => string;
}

/** Rows by container, the machine's own processes among them under a heading of their own. */
export function hitsItems(
  totals: readonly ContainerTotal[],
  rates: ReadonlyMap<string, number>,
  style: HitsStyle,
): HitsItem[] {
  const hasContainers = totals.some(({ container }) => container !== undefined);
  return totals.flatMap(total => [
    ...(hasContainers ? [heading(total, style)] : []),
    ...total.processes.map(process => processItem(process, rates.get(process.id), style)),
  ]);
}

function heading({ container, hits }: ContainerTotal, { t, locale }: HitsStyle): HitsItem {
  const name =
    container === undefined ? t('in no container') : t('container {0}', shortId(container));
  return { kind: 'separator', label: `${name} · ${hitsText(BigInt(hits), t, locale)}` };
}

function processItem(total: ProcessTotal, rate: number | undefined, style: HitsStyle): HitsItem {
  const { t, locale, user } = style;
  const { owner, tid, hits, threads } = total;
  const facts = [
    hitsText(BigInt(hits), t, locale),
    rateText(rate, t, locale),
    owner ? printable(user(owner.uid)) : '',
    threads > 1 ? t('{0} threads', groupedNumber(threads, locale)) : '',
  ];
  return {
    kind: 'process',
    id: total.id,
    label: owner
      ? `${printable(owner.name)} (${owner.pid})`
      : t('thread {0}, which has ended', tid),
    description: facts.filter(fact => fact !== '').join(' · '),
  };
}

/** What stands above the list: since when, how many, and whether anything is lost. */
export function hitsSummary(
  totals: readonly ContainerTotal[],
  since: Date,
  loss: HitLoss,
  { t, locale }: HitsStyle,
): string {
  const hits = totals.reduce((sum, total) => sum + total.hits, 0);
  const processes = totals.reduce((sum, total) => sum + total.processes.length, 0);
  const containers = totals.filter(({ container }) => container !== undefined).length;
  const facts = [
    t('since {0}', since.toLocaleTimeString(locale)),
    hitsText(BigInt(hits), t, locale),
    processes === 1 ? t('1 process') : t('{0} processes', groupedNumber(processes, locale)),
    containers === 0
      ? ''
      : containers === 1
        ? t('1 container')
        : t('{0} containers', groupedNumber(containers, locale)),
    lossText(loss, t, locale),
  ];
  return facts.filter(fact => fact !== '').join(' · ');
}

function lossText({ events, pages, pausedMs }: HitLoss, t: Translate, locale: string): string {
  const parts = [
    events > 0n ? t('{0} events lost', groupedNumber(events, locale)) : '',
    pages > 0 ? t('{0} pages lost', groupedNumber(pages, locale)) : '',
    pausedMs > 0 ? t('not recorded for {0} ms', groupedNumber(Math.ceil(pausedMs), locale)) : '',
  ].filter(part => part !== '');
  return parts.length === 0 ? t('nothing lost') : parts.join(' · ');
}

/** As container tools print it. */
function shortId(container: string): string {
  return printable(container).slice(0, 12);
}
