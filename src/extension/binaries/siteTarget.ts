import { basename } from 'node:path';
import type { SymbolFile } from '../../workers/symbolClient';
import type { UserAttachRequest, UserSymbol } from '../session/attachRequest';
import type { Translate } from '../text/translate';
import { inspectPlace } from './inspectPlace';
import { judgePlace } from './judgePlace';
import type { SiteRules } from './siteRules';
import { userSymbol } from './userSymbol';

/** The target of a probe at an offset, or the sentence that refuses it. */
export type SiteTarget = { readonly target: UserSymbol } | { readonly refusal: string };

/**
 * Looks at a file offset before a probe is placed there; anywhere in a function where it does no harm,
 * or where the rules take the risk.
 */
export async function siteTarget(
  path: string,
  file: Pick<SymbolFile, 'inspect' | 'info'>,
  kind: UserAttachRequest['kind'],
  offset: bigint,
  rules: SiteRules,
  t: Translate,
): Promise<SiteTarget> {
  const site = await inspectPlace(path, file, offset, t);
  const place = { file: basename(path), offset };
  const verdict = await judgePlace(site, kind, place, rules, t);
  if (!verdict.ok) {
    return { refusal: verdict.refusal };
  }
  const target = site.row && userSymbol(path, file.info, site.row, site.delta, offset);
  const risk = verdict.risk && { risk: verdict.risk };
  return target
    ? { target: { ...target, ...risk, cost: site.cost } }
    : { refusal: t('This place cannot be probed: choose a function’s first byte.') };
}
