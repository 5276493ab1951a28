import type { SymbolRow } from '../../elf/symbolRow';
import type { SymbolFile } from '../../workers/symbolClient';
import { userSymbol } from '../binaries/userSymbol';
import { resolverPick } from '../pickers/resolverPick';
import type { UserAttachRequest } from '../session/attachRequest';

/**
 * Which code of an IFUNC is meant: the row of an implementation, or the request for the resolver itself, which
 * the user was warned of. Nothing when the user gave up.
 */
export async function chosenCode(
  kind: UserAttachRequest['kind'],
  path: string,
  file: SymbolFile,
  row: SymbolRow,
): Promise<{ readonly row: SymbolRow } | { readonly request: UserAttachRequest } | undefined> {
  const code = await resolverPick(row.name, await file.implementations(row.index));
  if (code !== 'resolver') {
    return code && { row: code };
  }
  const target = userSymbol(path, file.info, row);
  if (!target) {
    return undefined;
  }
  const { cost } = await file.inspect({ fileOffset: target.offset });
  return { request: { kind, target: { ...target, cost } } };
}
