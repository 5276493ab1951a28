import type { Slices } from './slices';
import { nameEnd, type NameTable } from '../names/nameTable';
import type { RankedRows } from '../rankedRows';
import type { RowFilter } from './rowFilter';

/** Looks at one name after the other, as against NameSearch. */
export interface NameMatcher {
  /** A value of RANK, or -1 where the name in [start, end) does not match. */
  rank(names: Buffer, start: number, end: number): number;
  /** Letters that every name which matches has (see letterMasks.ts); by default none. */
  readonly mask?: number;
  /** Whatever else says which of two names of one rank is the better, instead of their length. */
  readonly cost?: number;
  /** What runs a piece of the search, where that is more than a call. */
  guard?(work: () => void): void;
}

/** How many names between two looks at the clock. */
const NAMES_PER_LOOK = 256;

/** Adds the rows of a table that match. */
export async function matchNames(
  table: NameTable,
  matcher: NameMatcher,
  filter: RowFilter,
  found: RankedRows,
  slices: Slices,
): Promise<void> {
  const { names, rows, starts, ends } = table;
  let next = 0;
  const piece = (): void => {
    while (next < rows.length) {
      const row = rows[next] ?? 0;
      if (filter.accepts(row)) {
        const start = starts[next] ?? 0;
        const end = ends?.[next] ?? nameEnd(table, start);
        const rank = matcher.rank(names, start, end);
        if (rank >= 0) {
          found.add(row, rank, matcher.cost ?? end - start, filter.verdict(row));
        }
      }
      if (++next % NAMES_PER_LOOK === 0 && slices.isOver()) {
        return;
      }
    }
  };
  while (next < rows.length) {
    await slices.next();
    if (matcher.guard) {
      matcher.guard(piece);
    } else {
      piece();
    }
  }
}
