import type { HitCost } from '../../elf/code/hitCost';
import type { ProbeSite } from '../../workers/symbolMessages';
import type { Translate } from '../text/translate';

/** What each hit takes from the program; nothing where it is not known. */
export function costText(cost: HitCost, t: Translate): string | undefined {
  switch (cost) {
    case 'emulated':
      return t('~1 µs a hit');
    case 'newlyEmulated':
      return t('~1 µs a hit, ~10 µs before Linux 6.16');
    case 'stepped':
      return t('~10 µs a hit');
    case 'unknown':
      return undefined;
  }
}

/** Cost and warnings of a place, for the line below what attaches there. */
export function siteText(
  { cost, warnings }: Pick<ProbeSite, 'cost' | 'warnings'>,
  t: Translate,
): string[] {
  const price = costText(cost, t);
  const short = t('very short: calls where it was inlined are not seen');
  const resolver = t('the resolver: runs when a program starts, not when the function is called');
  return [
    ...(price === undefined ? [] : [price]),
    ...(warnings.includes('resolver') ? [resolver] : []),
    ...(warnings.includes('short') ? [short] : []),
  ];
}
