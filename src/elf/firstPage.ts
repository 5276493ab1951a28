import { ElfError } from './elfError';
import type { ElfImage } from './elfImage';
import type { SymbolColumns } from './symbolColumns';
import { DEFAULT_LIMIT, type SymbolPage, type SymbolQuery } from './symbolQuery';
import type { LaterNames } from './symbolTables';
import { readStapNotes } from './usdt/stapNotes';

/**
 * Makes a page of rows before their names are read: those that it needs are read one by one.
 * @param make the page; asks for texts of `columns`, and is called until it asks for no more
 */
export async function pageBeforeNames(
  columns: SymbolColumns,
  names: LaterNames,
  make: () => Promise<SymbolPage>,
): Promise<SymbolPage> {
  const asked = new Set<number>();
  columns.asked = asked;
  try {
    for (;;) {
      const known = asked.size;
      const page = await make();
      if (asked.size === known) {
        return page;
      }
      await names.readAt([...asked].slice(known));
    }
  } finally {
    columns.asked = undefined;
  }
}

/** The part of a query that the first page of the empty one has; nothing where that is not enough. */
export function fromFirstPage(page: SymbolPage, query: SymbolQuery): SymbolPage | undefined {
  const { text, order = 'relevance', descending, probeableOnly, locate, offset = 0 } = query;
  const { limit = DEFAULT_LIMIT } = query;
  const isOther =
    text !== '' || order !== 'relevance' || descending === true || probeableOnly === true;
  if (isOther || locate || offset !== 0 || limit < 0 || limit > page.rows.length) {
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
