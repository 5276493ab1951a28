import { NO_KEY } from './names/nameMemory';
import { PROBEABLE } from './verdicts';

const LENGTHS = 1024;
const KEYS = 4 * LENGTHS * 2;

/** How well a name matches, best first. */
export const RANK = { exact: 0, prefix: 1, word: 2, inside: 3 } as const;

/** Rows in an order, of which a part is made at a time. */
export interface RowList {
  readonly length: number;
  /** Those at [from, to), which lies within. */
  slice(from: number, to: number): Uint32Array<ArrayBuffer>;
}

/**
 * Collects rows and puts them in order: by rank, then shorter names, then what can be probed, then by
 * their number. A row that is added again keeps its better place. Two bytes a row of the file; the order
 * itself is made for what is shown only, as a million places are as many cache misses.
 */
export class RankedRows implements RowList {
  /** By row: rank, length and whether it cannot be probed, as one number. */
  readonly #keys: Uint16Array;
  #isEmpty = true;
  /** By key, how many rows have a lower one; the last is the number of all. */
  #below: Uint32Array | undefined;

  /** @param rows how many the file has */
  constructor(rows: number) {
    this.#keys = new Uint16Array(rows).fill(NO_KEY);
  }

  /** @param length of the name, or whatever else says which of two of one rank is the better */
  add(row: number, rank: number, length: number, verdict: number): void {
    const capped = length < LENGTHS ? length : LENGTHS - 1;
    const key = (rank * LENGTHS + capped) * 2 + (verdict === PROBEABLE ? 0 : 1);
    if (key < (this.#keys[row] ?? 0)) {
      this.#keys[row] = key;
    }
    this.#isEmpty = false;
  }

  /** @param keys by row, as those here; there may be more of them */
  addAll(keys: Uint16Array): void {
    const own = this.#keys;
    if (this.#isEmpty) {
      own.set(keys.subarray(0, own.length));
    } else {
      for (let row = 0; row < own.length; row++) {
        const key = keys[row] ?? NO_KEY;
        if (key < (own[row] ?? 0)) {
          own[row] = key;
        }
      }
    }
    this.#isEmpty = false;
  }

  has(row: number): boolean {
    return this.#keys[row] !== NO_KEY;
  }

  /** How many were added; nothing is added after that. */
  get length(): number {
    return this.#counts()[KEYS] ?? 0;
  }

  slice(from: number, to: number): Uint32Array<ArrayBuffer> {
    const keys = this.#keys;
    const next = this.#counts().slice();
    const slice = new Uint32Array(to - from);
    let missing = slice.length;
    const highest = lastAtMost(next, to - 1);
    for (let row = 0; row < keys.length && missing > 0; row++) {
      const key = keys[row] ?? NO_KEY;
      if (key <= highest) {
        const place = next[key] ?? 0;
        next[key] = place + 1;
        if (place >= from && place < to) {
          slice[place - from] = row;
          missing--;
        }
      }
    }
    return slice;
  }

  #counts(): Uint32Array {
    return (this.#below ??= countBelow(this.#keys));
  }
}

function countBelow(keys: Uint16Array): Uint32Array {
  const below = new Uint32Array(KEYS + 1);
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] ?? NO_KEY;
    if (key !== NO_KEY) {
      below[key + 1] = (below[key + 1] ?? 0) + 1;
    }
  }
  for (let key = 1; key <= KEYS; key++) {
    below[key] = (below[key] ?? 0) + (below[key - 1] ?? 0);
  }
  return below;
}

/** The last key below which there are no more than so many rows. */
function lastAtMost(below: Uint32Array, count: number): number {
  let low = 0;
  let high = KEYS - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((below[middle] ?? 0) <= count) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
