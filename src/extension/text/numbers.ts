import type { Count } from '../session/ownedProbe';
import type { Translate } from './translate';

/** `12,403` in the way of `locale`. */
export function groupedNumber(value: bigint | number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** `12,403 hits`; `hits unknown` where the kernel cannot tell. */
export function hitsText(hits: Count, t: Translate, locale: string): string {
  if (hits === 'unknown') {
    return t('hits unknown');
  }
  return hits === 1n ? t('1 hit') : t('{0} hits', groupedNumber(hits, locale));
}

/** `2 missed`; empty where nothing was missed, which is the rule. */
export function missesText(misses: Count | undefined, t: Translate, locale: string): string {
  if (misses === undefined || misses === 0n) {
    return '';
  }
  return misses === 'unknown'
    ? t('misses unknown')
    : t('{0} missed', groupedNumber(misses, locale));
}

/** `1.2k/s` of a rate per second; empty where it is zero or not known. */
export function rateText(rate: number | undefined, t: Translate, locale: string): string {
  if (rate === undefined || rate <= 0) {
    return '';
  }
  const number = new Intl.NumberFormat(locale, {
    notation: 'compact',
    maximumFractionDigits: rate < 10 ? 1 : 0,
    ...(rate >= 1000 ? { maximumFractionDigits: 1 } : {}),
  }).format(rate);
  return t('{0}/s', number.replace('K', 'k'));
}

/** `3 probes` */
export function probesText(count: number, t: Translate, locale: string): string {
  return count === 1 ? t('1 probe') : t('{0} probes', groupedNumber(count, locale));
}
