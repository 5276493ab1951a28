import type { SymbolRow } from '../../elf/symbolRow';
import type { PositionRange, ViewQuery } from '../../protocol/symbolsView';
import type { SymbolPage, SymbolQuery } from '../../workers/symbolMessages';

/** The query as the worker takes it. */
export function workerQuery(query: ViewQuery): SymbolQuery {
  const { text, order, descending, probeableOnly } = query;
  return { text, order, descending, probeableOnly };
}

/** Most rows that one command acts on. */
export const MAX_SELECTED_ROWS = 1000;

export function countRows(ranges: readonly PositionRange[]): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** The rows at these positions of a query, in order. */
export async function selectedRows(
  file: { query(query: SymbolQuery): Promise<SymbolPage> },
  query: ViewQuery,
  ranges: readonly PositionRange[],
): Promise<SymbolRow[]> {
  const rows: SymbolRow[] = [];
  for (const [first, last] of ranges) {
    const limit = Math.min(last - first + 1, MAX_SELECTED_ROWS - rows.length);
    if (limit > 0) {
      const page = await file.query({ ...workerQuery(query), offset: first, limit });
      rows.push(...page.rows);
    }
  }
  return rows;
}
