import type { RowList } from './rankedRows';
import type { SymbolQuery } from './symbolQuery';
import type { SymbolRow } from './symbolRow';
import type { RowList as MergedRows } from './usdt/mergedRows';

/** More are not located. */
const MOST = 1000;

/** Where the rows of `locate` are among all of a query's; -1 for those that it does not list. */
export function locateRows(
  { locate = [], descending }: SymbolQuery,
  symbols: RowList,
  probes: readonly SymbolRow[],
  list: MergedRows,
): number[] {
  const wanted = locate.slice(0, MOST);
  const indexes = new Set(wanted);
  const places = new Map<number, number>();
  for (const [at, index] of symbols.slice(0, symbols.length).entries()) {
    if (indexes.has(index)) {
      places.set(index, list.symbolPlace(at));
    }
  }
  for (const [at, { index }] of probes.entries()) {
    if (indexes.has(index)) {
      places.set(index, list.probePlace(at));
    }
  }
  return wanted.map(index => {
    const place = places.get(index) ?? -1;
    return descending && place >= 0 ? list.length - 1 - place : place;
  });
}
