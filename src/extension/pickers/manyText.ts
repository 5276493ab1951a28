import type { HitCost } from '../../elf/code/hitCost';
import type { RefusedPlace } from '../binaries/decodedMany';
import type { UserAttachRequest } from '../session/attachRequest';
import { placeCount } from '../session/places';
import { groupedNumber } from '../text/numbers';
import type { Translate } from '../text/translate';

/** Names that are spelt out in one line. */
const NAMES = 3;

/** `11 at ~1 µs a hit, 3 at ~10 µs a hit`; empty where nothing is known. */
export function costsText(costs: readonly HitCost[], t: Translate, locale: string): string {
  const count = (...of: HitCost[]): number => costs.filter(cost => of.includes(cost)).length;
  const cheap = count('emulated', 'newlyEmulated');
  const stepped = count('stepped');
  const unknown = count('unknown');
  const parts = [
    cheap === 0 ? '' : t('{0} at ~1 µs a hit', groupedNumber(cheap, locale)),
    stepped === 0 ? '' : t('{0} at ~10 µs a hit', groupedNumber(stepped, locale)),
    unknown === 0 || unknown === costs.length
      ? ''
      : t('{0} at an unknown cost', groupedNumber(unknown, locale)),
  ];
  return parts.filter(Boolean).join(', ');
}

/** `a, b, c and 11 more` */
export function namesText(names: readonly string[], t: Translate, locale: string): string {
  const shown = names.slice(0, NAMES).join(', ');
  const more = names.length - NAMES;
  return more > 0 ? t('{0} and {1} more', shown, groupedNumber(more, locale)) : shown;
}

/** Refusals of one reason. */
export interface RefusedGroup {
  /** Of the first; the reason is the same for all. */
  readonly why: string;
  readonly names: readonly string[];
}

/** The most frequent reason first. */
export function refusedGroups(refused: readonly RefusedPlace[]): RefusedGroup[] {
  const groups = new Map<string, { why: string; names: string[] }>();
  for (const { name, code, why } of refused) {
    const group = groups.get(code) ?? { why, names: [] };
    group.names.push(name);
    groups.set(code, group);
  }
  return [...groups.values()].sort((a, b) => b.names.length - a.names.length);
}

/** `3 USDT probes at 7 places, an event for each` */
export function usdtProbesText(
  requests: readonly UserAttachRequest[],
  t: Translate,
  locale: string,
): string {
  const places = requests.reduce((sum, request) => sum + placeCount(request), 0);
  return requests.length === 1
    ? t('1 USDT probe, an event of its own')
    : t(
        '{0} USDT probes at {1} places, an event for each',
        groupedNumber(requests.length, locale),
        groupedNumber(places, locale),
      );
}

/** What a probe on several functions is called at first. */
export function defaultLabel(count: number, of: string, t: Translate, locale: string): string {
  return t('{0} functions of {1}', groupedNumber(count, locale), of);
}
