import type { SiteRefusal } from '../../elf/code/probeSite';
import type { ProbeSite } from '../../workers/symbolMessages';
import type { UserAttachRequest } from '../session/attachRequest';
import { type RiskTaken, isRisk } from '../session/riskTaken';
import type { Translate } from '../text/translate';
import { type Place, nop5Refusal, siteRefusal } from './siteRefusal';
import type { SiteRules } from './siteRules';

/** Whether a probe goes there: `risk` says what of it was not proved, where the user took that on. */
export type PlaceVerdict =
  | { readonly ok: true; readonly risk?: RiskTaken }
  | { readonly ok: false; readonly refusal: string };

/** Asks the rules about what decoding alone refuses. */
export async function judgePlace(
  site: ProbeSite,
  kind: UserAttachRequest['kind'],
  place: Place,
  rules: SiteRules,
  t: Translate,
): Promise<PlaceVerdict> {
  const verdict = site[kind];
  if (verdict.ok) {
    return { ok: true };
  }
  const { code } = verdict;
  const refusal = await refusalOf(code, site, kind, place, rules, t);
  if (refusal === undefined) {
    return { ok: true };
  }
  const isPossible = site.row?.fileOffset !== undefined && isRisk(code);
  return isPossible && (await rules.takesRisk(refusal))
    ? { ok: true, risk: code }
    : { ok: false, refusal };
}

async function refusalOf(
  code: SiteRefusal,
  site: ProbeSite,
  kind: UserAttachRequest['kind'],
  place: Place,
  rules: SiteRules,
  t: Translate,
): Promise<string | undefined> {
  if (code === 'nop5') {
    const tried = await rules.nop5();
    if (tried !== 'unknown') {
      return tried === 'corrupts' ? nop5Refusal(site, t) : undefined;
    }
  }
  const refusal = siteRefusal(site, kind, place, t);
  return refusal ?? t('This place cannot be probed: choose a function’s first byte.');
}
