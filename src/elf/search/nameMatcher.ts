import type { NameScan } from './nameScan';
import type { Slices } from './slices';
import { NO_KEY, rowOf } from '../names/nameMemory';
import { nameEnd, type NameTable } from '../names/nameTable';
import type { RankedRows } from '../rankedRows';
import type { RowFilter } from './rowFilter';

/** Looks at one name after the other, where no search of nameScan.ts does. */
export interface NameMatcher {
  /** A value of RANK, or -1 where the name in [start, end) does not match. */
  rank(names: Buffer, start: number, end: number): number;
  /** A text that every name which matches has; only names that have it are looked at. */
  readonly literal: Uint8Array;
  /** Whether that has to be in any case. */
  readonly anyCase: boolean;
  /** What runs a piece of the search, where that is more than a call. */
  guard?(work: () => void): void;
}

/** How many names between two looks at the clock. */
const NAMES_PER_LOOK = 256;

/** Adds the rows of a table that match. */
export async function matchNames(
  table: NameTable,
  scan: NameScan,
  matcher: NameMatcher,
  filter: RowFilter,
  found: RankedRows,
  slices: Slices,
): Promise<void> {
  const { literal, anyCase } = matcher;
  const { memory, length, hasVersions } = table;
  const { names, starts, markedRows, keys } = memory;
  const hasLiteral = literal.length > 0;
  if (hasLiteral) {
    await scan.substring(literal, anyCase, filter.probeableOnly, slices);
  }
  let next = 0;
  const piece = (): void => {
    while (next < length) {
      const row = rowOf(markedRows[next] ?? 0);
      if (hasLiteral ? keys[row] !== NO_KEY : filter.accepts(row)) {
        const start = starts[next] ?? 0;
        const end = nameEnd(names, start, hasVersions);
        const rank = matcher.rank(names, start, end);
        if (rank >= 0) {
          found.add(row, rank, end - start, filter.verdict(row));
        }
      }
      if (++next % NAMES_PER_LOOK === 0 && slices.isOver()) {
        return;
      }
    }
  };
  while (next < length) {
    await slices.next();
    if (matcher.guard) {
      matcher.guard(piece);
    } else {
      piece();
    }
  }
}
