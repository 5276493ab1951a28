import type { SymbolRow } from '../../elf/symbolRow';
import type { SymbolFile } from '../../workers/symbolClient';
import type { SiteTarget } from '../binaries/siteTarget';
import type { UserAttachRequest, UserSymbol } from '../session/attachRequest';
import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';
import { usdtAgain } from './usdtAgain';

/** Rows of one name that are looked at: static functions and versions. */
const MAX_ROWS = 1000;

/** The same probe in a rebuilt file, or the sentence that says why there is none. */
export type ResolvedAgain =
  | { readonly request: UserAttachRequest }
  | {
      /** `ambiguous`: several functions have the name. `refused`: the function is there, the place is not. */
      readonly why: 'missing' | 'ambiguous' | 'refused';
      readonly sentence: string;
    };

/**
 * Finds a probe's function in another build of its file: by its name and, where several have that, its
 * version and section. The offset into it stays, if an instruction begins there.
 * @param placeAt looks at an offset before a probe is placed there
 */
export async function resolveAgain(
  request: UserAttachRequest,
  file: Pick<SymbolFile, 'query'>,
  placeAt: (offset: bigint) => Promise<SiteTarget>,
  t: Translate,
): Promise<ResolvedAgain> {
  const { target } = request;
  const name = printable(target.displayName ?? target.symbol);
  const rows = await rowsNamed(target.symbol, file);
  const places = placesOf(rows, target);
  const [place] = places;
  if (place === undefined) {
    return {
      why: 'missing',
      sentence: t('{0} is not in the new file: it was renamed, inlined or removed.', name),
    };
  }
  if (places.length > 1) {
    return {
      why: 'ambiguous',
      sentence: t('{0} is there {1} times in the new file: choose one.', name, places.length),
    };
  }
  const found = await placeAt(place + (target.delta ?? 0n));
  if ('refusal' in found) {
    return { why: 'refused', sentence: found.refusal };
  }
  const { delta = 0n } = target;
  if ((found.target.delta ?? 0n) !== delta) {
    return {
      why: 'refused',
      sentence: t('{0} has become shorter in the new file: choose another place in it.', name),
    };
  }
  const row = rows.find(each => each.usdt && each.fileOffset === place);
  return {
    request: usdtAgain({ ...request, target: named(found.target, target) }, row, request),
  };
}

async function rowsNamed(
  symbol: string,
  file: Pick<SymbolFile, 'query'>,
): Promise<readonly SymbolRow[]> {
  const { rows } = await file.query({ text: exactly(symbol), now: true, limit: MAX_ROWS });
  return rows.filter(row => row.name === symbol);
}

/** A search that finds the name itself: names of Go have stars and brackets, which would be a pattern. */
function exactly(symbol: string): string {
  if (!/[*?[\]]|^\/.*\/$/.test(symbol)) {
    return symbol;
  }
  const bytes = Buffer.from(symbol).toString('latin1');
  return `/^${bytes.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$/`;
}

/** File offsets at which the function may begin; names of one place count once. */
function placesOf(rows: readonly SymbolRow[], { seen }: UserSymbol): bigint[] {
  const code = rows.filter(row => row.fileOffset !== undefined && row.uprobe.ok);
  const offsets = (of: readonly SymbolRow[]): bigint[] => [
    ...new Set(of.flatMap(({ fileOffset }) => fileOffset ?? [])),
  ];
  const ofVersion = code.filter(row => row.version === seen?.version);
  const ofSection = code.filter(
    row => row.version === seen?.version && row.section === seen?.section,
  );
  // The narrowest that has any; a version or section that is gone does not make a name unknown.
  const best = [ofSection, ofVersion, code].find(candidates => candidates.length > 0) ?? [];
  return offsets(offsets(code).length === 1 ? code : best);
}

/** The new place under its old names: another name of the address may come first in the tables. */
function named(found: UserSymbol, old: UserSymbol): UserSymbol {
  const { displayName } = old;
  return { ...found, symbol: old.symbol, ...(displayName === undefined ? {} : { displayName }) };
}
