import type { SymbolFile } from '../../workers/symbolClient';
import type { UserAttachRequest } from '../session/attachRequest';
import type { Translate } from '../text/translate';
import { strictRules } from './siteRules';
import { siteTarget } from './siteTarget';

/** Which requests would do no harm, and a sentence for each that would. */
export interface DecodedRequests {
  readonly requests: readonly UserAttachRequest[];
  readonly refusals: readonly string[];
}

/** Looks at the code of each request's place, which the symbol table does not know, one after the other. */
export async function decodedRequests(
  file: Pick<SymbolFile, 'inspect' | 'info'>,
  requests: readonly UserAttachRequest[],
  t: Translate,
  rules = strictRules,
): Promise<DecodedRequests> {
  const fine: UserAttachRequest[] = [];
  const refusals: string[] = [];
  for (const request of requests) {
    const { path, offset } = request.target;
    const place = await siteTarget(path, file, request.kind, offset, rules, t);
    if ('refusal' in place) {
      refusals.push(place.refusal);
    } else {
      fine.push(request);
    }
  }
  return { requests: fine, refusals };
}
