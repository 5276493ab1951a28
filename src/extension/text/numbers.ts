import type { Count } from '../session/ownedProbe';
import type { Translate } from './translate';

/** `12,403` in the way of `locale`. */
export function groupedNumber(value: bigint | number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** Up to here a short count is exact too. */
const EXACT = 99_999n;

/** `12,403 hits`, `1.2M hits` where it has to be short; `hits unknown` where the kernel cannot tell. */
export function hitsText(
  hits: Count,
  t: Translate,
  locale: string,
  length: 'short' | 'full' = 'full',
): string {
  if (hits === 'unknown') {
    return t('hits unknown');
  }
  return hits === 1n ? t('1 hit') : t('{0} hits', countText(hits, locale, length));
}

/** `2 missed`; empty where nothing was missed, which is the rule. */
export function missesText(
  misses: Count | undefined,
  t: Translate,
  locale: string,
  length: 'short' | 'full' = 'full',
): string {
  if (misses === undefined || misses === 0n) {
    return '';
  }
  return misses === 'unknown'
    ? t('misses unknown')
    : t('{0} missed', countText(misses, locale, length));
}

function countText(count: bigint, locale: string, length: 'short' | 'full'): string {
  const isShort = length === 'short' && count > EXACT;
  return isShort ? compactNumber(count, locale, 1) : groupedNumber(count, locale);
}

/** `1.2k/s` of a rate per second; empty where it is zero or not known. */
export function rateText(rate: number | undefined, t: Translate, locale: string): string {
  if (rate === undefined || rate <= 0) {
    return '';
  }
  const digits = rate < 10 || rate >= 1000 ? 1 : 0;
  return t('{0}/s', compactNumber(rate, locale, digits));
}

/** `1.2k`, `3.4M` */
export function compactNumber(value: bigint | number, locale: string, digits: number): string {
  const format = { notation: 'compact', maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(locale, format).format(value).replace('K', 'k');
}

/** `3 probes` */
export function probesText(count: number, t: Translate, locale: string): string {
  return count === 1 ? t('1 probe') : t('{0} probes', groupedNumber(count, locale));
}
