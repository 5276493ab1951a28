import { ElfError } from './elfError';
import type { ElfImage } from './elfImage';
import type { FileSymbols } from './fileSymbols';
import type { LaterNames } from './laterNames';
import { lowestRows } from './lowestRows';
import type { Demangler } from './names/demangler';
import { namesOfTwins, withoutTwins } from './pairedRows';
import { RowBuilder } from './rowBuilder';
import type { SymbolColumns } from './symbolColumns';
import { DEFAULT_LIMIT, type SymbolPage, type SymbolQuery } from './symbolQuery';
import { readStapNotes } from './usdt/stapNotes';

/**
 * The first rows of the empty query, before their names are read and `.dynsym` is paired: what they need is read one by
 * one. Nothing where more than the lowest rows must be known.
 */
export async function firstPage(
  symbols: FileSymbols,
  names: LaterNames,
  demangler: Demangler | undefined,
): Promise<SymbolPage | undefined> {
  const { image, columns } = symbols;
  const lowest = await lowestRows(image, columns, DEFAULT_LIMIT, async rows => {
    await names.readAt(namesOfTwins(columns, rows));
    return withoutTwins(columns, rows);
  });
  if (!lowest) {
    return undefined;
  }
  const builder = new RowBuilder(symbols, lowest.order, demangler);
  const asked = namesOf(columns, lowest.near);
  await names.readAt(asked);
  const rows = await withNames(columns, names, asked, () =>
    Array.from(lowest.rows, row => builder.row(row)),
  );
  return names.areMerged
    ? { total: columns.length, rows }
    : { total: rows.length, rows, counting: true };
}

/** Where most of the texts begin that rows are made of. */
function namesOf({ nameOffset, sourceFiles }: SymbolColumns, rows: Uint32Array): number[] {
  const offsets = new Set<number>();
  for (const row of rows) {
    offsets.add(nameOffset[row] ?? 0).add(sourceFiles.nameOf(row) ?? 0);
  }
  return [...offsets];
}

/**
 * @param known texts that are there
 * @param make asks for texts of `columns`, and is called until it asks for no more
 */
async function withNames<T>(
  columns: SymbolColumns,
  names: LaterNames,
  known: readonly number[],
  make: () => T,
): Promise<T> {
  const asked = new Set(known);
  columns.asked = asked;
  try {
    for (;;) {
      const before = asked.size;
      const made = make();
      if (asked.size === before) {
        return made;
      }
      await names.readAt([...asked].slice(before));
    }
  } finally {
    columns.asked = undefined;
  }
}

/**
 * The part of a query that the first page of the empty one has; nothing where that is not enough, or would not be the
 * last word and that was not asked for.
 */
export function fromFirstPage(page: SymbolPage, query: SymbolQuery): SymbolPage | undefined {
  const { text, order = 'relevance', descending, probeableOnly, locate, offset = 0 } = query;
  const { limit = DEFAULT_LIMIT, now = false } = query;
  const isOther =
    text !== '' || order !== 'relevance' || descending === true || probeableOnly === true;
  const isTooSoon = page.counting === true && !now;
  if (isOther || isTooSoon || locate || offset !== 0 || limit < 0 || limit > page.rows.length) {
    return undefined;
  }
  return { ...page, rows: page.rows.slice(0, limit) };
}

/** Whether a file has USDT probes, which come first and are told by names of the symbol table. */
export async function hasUsdt(image: ElfImage): Promise<boolean> {
  try {
    return (await readStapNotes(image)).length > 0;
  } catch (error) {
    if (error instanceof ElfError) {
      return true;
    }
    throw error;
  }
}
