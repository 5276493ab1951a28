import type { SymbolIndex } from '../../../../src/elf/symbolIndex';
import type { SymbolQuery } from '../../../../src/elf/symbolQuery';
import type { SymbolRow } from '../../../../src/elf/symbolRow';

/** All rows of a query, page by page. */
export async function allRows(
  index: SymbolIndex,
  query: Partial<SymbolQuery> = {},
): Promise<SymbolRow[]> {
  const rows: SymbolRow[] = [];
  for (;;) {
    const page = await index.query({ text: '', ...query, offset: rows.length, limit: 1000 });
    rows.push(...page.rows);
    if (page.rows.length === 0) {
      return rows;
    }
  }
}

/** The one row of a name. */
export async function rowNamed(index: SymbolIndex, name: string): Promise<SymbolRow> {
  const rows = (await allRows(index, { text: name })).filter(row => row.name === name);
  if (rows.length !== 1) {
    throw new Error(`${rows.length} rows are named ${name}`);
  }
  return rows[0]!;
}
