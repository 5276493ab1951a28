import type { SymbolFile } from '../../workers/symbolClient';
import type { SiteTarget } from '../binaries/siteTarget';
import type { UserAttachRequest, UserSymbol } from '../session/attachRequest';
import { targetsOf, userPlace } from '../session/places';
import { dearest } from '../session/probeLimits';
import type { Translate } from '../text/translate';
import { resolveAgain, type ResolvedAgain } from './resolveAgain';

/**
 * As `resolveAgain` for all functions of a request. If one is not found none is: the old places of the
 * others mean nothing in the new file.
 */
export async function resolveAll(
  request: UserAttachRequest,
  file: Pick<SymbolFile, 'query'>,
  placeAt: (offset: bigint) => Promise<SiteTarget>,
  t: Translate,
): Promise<ResolvedAgain> {
  if (request.more === undefined) {
    return resolveAgain(request, file, placeAt, t);
  }
  // The linker may have folded two functions into one.
  const found = new Map<bigint, UserSymbol>();
  for (const target of targetsOf(request)) {
    const again = await resolveAgain({ kind: request.kind, target }, file, placeAt, t);
    if (!('request' in again)) {
      return again;
    }
    const place = again.request.target;
    found.set(place.offset, found.get(place.offset) ?? place);
  }
  const [target = request.target, ...more] = found.values();
  const cost = dearest([target, ...more].map(place => place.cost));
  const first = { ...target, ...(cost && { cost }) };
  return { request: { ...request, target: first, more: more.map(userPlace) } };
}
