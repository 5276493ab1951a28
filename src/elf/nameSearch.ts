import { setImmediate } from 'node:timers/promises';
import { foldCase } from './foldCase';
import { Needle } from './needle';
import { allRows, sortByKey } from './radixSort';
import { RANK, RankedRows } from './rankedRows';
import type { SymbolColumns } from './symbolColumns';

const AT_SIGN = 0x40;
/** Longest stretch between two looks at the signal, ms, and how many strings between two at the clock. */
const SLICE = 8;
const STRINGS_PER_LOOK = 1024;
/** Bytes; only a hostile file has longer names, and those are searched in pieces. */
const MAX_NAME = 1 << 16;

/**
 * Substring search over the string table itself, not over names: a native scan of the table takes
 * milliseconds where a million strings would take memory and time. Linkers let names share their
 * tails, so one place in the table can belong to several rows.
 */
export class NameSearch {
  /** Rows by where their name begins, and those beginnings. */
  readonly #rows: Uint32Array;
  readonly #starts: Uint32Array;
  /** Some names carry their version: `read@GLIBC_2.2.5`. */
  readonly #hasVersions: boolean;
  #folded: Buffer | undefined;

  constructor(private readonly columns: SymbolColumns) {
    const { rows, keys } = sortByKey(allRows(columns.length), columns.nameOffset);
    this.#rows = rows;
    this.#starts = keys;
    this.#hasVersions = columns.names.includes(AT_SIGN);
  }

  /** Rows that match, best first. Rejects with the signal's reason soon after it is aborted. */
  async find(text: string, probeableOnly: boolean, signal?: AbortSignal): Promise<Uint32Array> {
    const mindsCase = /\p{Lu}/u.test(text);
    const { names } = this.columns;
    const needle = new Needle(text, names, mindsCase ? names : (this.#folded ??= foldCase(names)));
    // What is typed on meanwhile stops this before it begins.
    await setImmediate();
    signal?.throwIfAborted();
    const found = new RankedRows(this.columns.length);
    let since = performance.now();
    let next = 0;
    let strings = 0;
    for (let at = needle.next(0); at >= 0;) {
      const end = endOfName(names, at);
      next = this.#skipTo(next, startOfName(names, at));
      needle.readString(at, end);
      next = this.#collect(needle, end, next, found, probeableOnly);
      at = needle.next(end + 1);
      if (++strings % STRINGS_PER_LOOK === 0 && performance.now() - since > SLICE) {
        await setImmediate();
        signal?.throwIfAborted();
        since = performance.now();
      }
    }
    return found.ordered();
  }

  #skipTo(from: number, start: number): number {
    let next = from;
    while (next < this.#starts.length && (this.#starts[next] ?? 0) < start) {
      next++;
    }
    return next;
  }

  /** Adds the rows whose names are tails of the needle's string and reach it. */
  #collect(
    needle: Needle,
    end: number,
    from: number,
    found: RankedRows,
    probeableOnly: boolean,
  ): number {
    const { names, verdict } = this.columns;
    let next = from;
    const nameEnd = this.#hasVersions ? endBefore(names, this.#starts[from] ?? end, end) : end;
    for (; (this.#starts[next] ?? Infinity) <= needle.last; next++) {
      const row = this.#rows[next] ?? 0;
      const code = verdict[row] ?? 0;
      if (!probeableOnly || code === 0) {
        const start = this.#starts[next] ?? 0;
        found.add(row, rankOf(needle, start, nameEnd), nameEnd - start, code);
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
