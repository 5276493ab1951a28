import { foldCase } from './foldCase';
import type { NameTable } from './names/nameTable';
import { Needle } from './needle';
import { RANK, type RankedRows } from './rankedRows';
import { matchNames } from './search/nameMatcher';
import type { RowFilter } from './search/rowFilter';
import { mindsCase } from './search/searchPattern';
import type { Slices } from './search/slices';

const AT_SIGN = 0x40;
/** How many strings between two looks at the clock. */
const STRINGS_PER_LOOK = 1024;
/** Bytes; only a hostile file has longer names, and those are searched in pieces. */
const MAX_NAME = 1 << 16;

/**
 * Substring search over the string table itself, not over names: a native scan of the table takes
 * milliseconds where a million strings would take memory and time. Linkers let names share their
 * tails, so one place in the table can belong to several rows.
 */
export class NameSearch {
  #folded: Buffer | undefined;

  constructor(private readonly table: NameTable) {}

  /** Adds the rows that match. Rejects with the signal's reason soon after it is aborted. */
  async find(text: string, filter: RowFilter, found: RankedRows, slices: Slices): Promise<void> {
    const { names } = this.table;
    const needle = this.#needle(text);
    // What is typed on meanwhile stops this before it begins.
    await slices.next();
    let next = 0;
    let strings = 0;
    for (let at = needle.next(0); at >= 0;) {
      const end = endOfName(names, at);
      next = this.#skipTo(next, startOfName(names, at));
      needle.readString(at, end);
      next = this.#collect(needle, end, next, filter, found);
      at = needle.next(end + 1);
      if (++strings % STRINGS_PER_LOOK === 0 && slices.isOver()) {
        await slices.next();
      }
    }
  }

  /** As `find`, but looks only at these names of the table, one after the other. */
  async findIn(
    part: NameTable,
    text: string,
    filter: RowFilter,
    found: RankedRows,
    slices: Slices,
  ): Promise<void> {
    const needle = this.#needle(text);
    const rank = (_: Buffer, start: number, end: number): number =>
      needle.isIn(start, end) ? rankOf(needle, start, end) : -1;
    await matchNames(part, { rank }, filter, found, slices);
  }

  #needle(text: string): Needle {
    const { names } = this.table;
    const haystack = mindsCase(text) ? names : (this.#folded ??= foldCase(names));
    return new Needle(text, names, haystack);
  }

  #skipTo(from: number, start: number): number {
    const { starts } = this.table;
    let next = from;
    while (next < starts.length && (starts[next] ?? 0) < start) {
      next++;
    }
    return next;
  }

  /** Adds the rows whose names are tails of the needle's string and reach it. */
  #collect(
    needle: Needle,
    end: number,
    from: number,
    filter: RowFilter,
    found: RankedRows,
  ): number {
    const { names, starts, rows, hasVersions } = this.table;
    let next = from;
    const nameEnd = hasVersions ? endBefore(names, starts[from] ?? end, end) : end;
    for (; (starts[next] ?? Infinity) <= needle.last; next++) {
      const row = rows[next] ?? 0;
      if (filter.accepts(row)) {
        const start = starts[next] ?? 0;
        found.add(row, rankOf(needle, start, nameEnd), nameEnd - start, filter.verdict(row));
      }
    }
    return next;
  }
}

function rankOf(needle: Needle, start: number, nameEnd: number): number {
  if (needle.isAt(start)) {
    return start + needle.length === nameEnd ? RANK.exact : RANK.prefix;
  }
  return start <= needle.lastWord ? RANK.word : RANK.inside;
}

function startOfName(names: Buffer, at: number): number {
  let start = at;
  while (start > Math.max(at - MAX_NAME, 0) && names[start - 1] !== 0) {
    start--;
  }
  return start;
}

function endOfName(names: Buffer, at: number): number {
  let end = at;
  while (end < Math.min(at + MAX_NAME, names.length) && names[end] !== 0) {
    end++;
  }
  return end;
}

/** Where the version begins in a string, its end if there is none. */
function endBefore(names: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && names[at] !== AT_SIGN) {
    at++;
  }
  return at;
}
