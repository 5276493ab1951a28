import type { Translate } from '../text/translate';
import { namesText, refusedGroups } from '../pickers/manyText';
import type { DecodedMany, RefusedPlace } from './decodedMany';
import type { SiteRules } from './siteRules';

/**
 * Asks once about all places that are only unproved; where the user takes that on, they are fine and remember
 * it. The rules ask nobody unless the setting for experts allows such probes.
 */
export async function takenTogether(
  { fine, refused }: DecodedMany,
  rules: SiteRules,
  t: Translate,
  locale: string,
): Promise<DecodedMany> {
  const open = refused.filter(({ unproved }) => unproved);
  if (open.length === 0 || !(await rules.takesRisk(risksText(open, t, locale), open.length))) {
    return { fine, refused };
  }
  return {
    fine: [...fine, ...open.flatMap(({ unproved }) => unproved ?? [])],
    refused: refused.filter(place => !open.includes(place)),
  };
}

/** One paragraph for each reason: which functions, and what is not proved of them. */
function risksText(open: readonly RefusedPlace[], t: Translate, locale: string): string {
  return refusedGroups(open)
    .map(({ why, names }) => `${namesText(names, t, locale)}: ${why}`)
    .join('\n\n');
}
