import { foldCase } from './foldCase';
import type { NameTable } from './names/nameTable';
import { Needle } from './needle';
import { RANK, type RankedRows } from './rankedRows';
import { Hits } from './search/hits';
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
 * tails, so one place in the table can belong to several rows. A text that goes on from the one before
 * is looked for where that was found.
 */
export class NameSearch {
  #folded: Buffer | undefined;
  #hits: Hits | undefined;

  constructor(private readonly table: NameTable) {}

  /** Adds the rows that match. Rejects with the signal's reason soon after it is aborted. */
  async find(text: string, filter: RowFilter, found: RankedRows, slices: Slices): Promise<void> {
    const { names } = this.table;
    const haystack = mindsCase(text) ? names : (this.#folded ??= foldCase(names));
    const needle = new Needle(text, names, haystack);
    const hits = new Hits(text, filter.probeableOnly);
    // What is typed on meanwhile stops this before it begins.
    await slices.next();
    const before = this.#hits;
    if (before?.probeableOnly === filter.probeableOnly && text.includes(before.text)) {
      await this.#narrow(before, needle, hits, slices);
    } else {
      await this.#scan(needle, filter, hits, slices);
    }
    await this.#rank(hits, needle, filter, found, slices);
    this.#hits = hits;
  }

  async #scan(needle: Needle, filter: RowFilter, hits: Hits, slices: Slices): Promise<void> {
    const { names } = this.table;
    let next = 0;
    let strings = 0;
    for (let at = needle.next(0); at >= 0;) {
      const end = endOfName(names, at);
      next = this.#skipTo(next, startOfName(names, at));
      needle.readString(at, end);
      next = this.#collect(needle, end, next, filter, hits);
      at = needle.next(end + 1);
      if (++strings % STRINGS_PER_LOOK === 0 && slices.isOver()) {
        await slices.next();
      }
    }
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
  #collect(needle: Needle, end: number, from: number, filter: RowFilter, hits: Hits): number {
    const { names, starts, rows, hasVersions } = this.table;
    let next = from;
    const nameEnd = hasVersions ? endBefore(names, starts[from] ?? end, end) : end;
    for (; (starts[next] ?? Infinity) <= needle.last; next++) {
      if (filter.accepts(rows[next] ?? 0)) {
        hits.add(next, needle.bestPlace(starts[next] ?? 0), nameEnd);
      }
    }
    return next;
  }

  /** Looks where the shorter text was found, at its best place first: if it goes on there, no other is better. */
  async #narrow(before: Hits, needle: Needle, hits: Hits, slices: Slices): Promise<void> {
    const { starts, names } = this.table;
    for (let at = 0; at < before.length; at++) {
      const entry = before.entry(at);
      const place = before.place(at);
      const end = before.end(at);
      if (needle.isAt(place)) {
        hits.add(entry, place, end);
      } else {
        const start = starts[entry] ?? 0;
        // A version is searched with its name.
        if (needle.isIn(start, names[end] === AT_SIGN ? endOfName(names, end) : end)) {
          hits.add(entry, needle.bestPlace(start), end);
        }
      }
      if (at % STRINGS_PER_LOOK === 0 && slices.isOver()) {
        await slices.next();
      }
    }
  }

  async #rank(
    hits: Hits,
    needle: Needle,
    filter: RowFilter,
    found: RankedRows,
    slices: Slices,
  ): Promise<void> {
    const { starts, rows } = this.table;
    for (let at = 0; at < hits.length; at++) {
      const entry = hits.entry(at);
      const start = starts[entry] ?? 0;
      const end = hits.end(at);
      const row = rows[entry] ?? 0;
      found.add(row, rankOf(needle, hits.place(at), start, end), end - start, filter.verdict(row));
      if (at % STRINGS_PER_LOOK === 0 && slices.isOver()) {
        await slices.next();
      }
    }
  }
}

function rankOf(needle: Needle, place: number, start: number, nameEnd: number): number {
  if (place === start) {
    return start + needle.length === nameEnd ? RANK.exact : RANK.prefix;
  }
  return needle.beginsWord(place) ? RANK.word : RANK.inside;
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
