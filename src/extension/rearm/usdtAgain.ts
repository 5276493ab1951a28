import type { SymbolRow } from '../../elf/symbolRow';
import { usdtFacts } from '../binaries/usdtFacts';
import type { UserAttachRequest } from '../session/attachRequest';
import { argumentsAt } from '../session/usdtTarget';

/**
 * A request on a USDT probe with all the sites that the new file has of it, and their arguments: what
 * the user changed of the old ones is changed of the new ones.
 * @param row of the new file; a function's leaves the request as it is
 * @param old the request before the file was rebuilt
 */
export function usdtAgain(
  request: UserAttachRequest,
  row: SymbolRow | undefined,
  old: UserAttachRequest,
): UserAttachRequest {
  const facts = row && old.target.usdt ? usdtFacts(row) : {};
  const { usdt } = facts;
  if (!usdt) {
    return request;
  }
  const edited = old.args && {
    args: argumentsAt(old.args, old.target.usdt?.args ?? [], usdt),
  };
  return { ...request, target: { ...request.target, ...facts }, ...edited };
}
