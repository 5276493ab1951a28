import { PROBEABLE } from './verdicts';

const LENGTHS = 1024;
const KEYS = 4 * LENGTHS * 2;
const NONE = 0xffff;

/** How well a name matches, best first. */
export const RANK = { exact: 0, prefix: 1, word: 2, inside: 3 } as const;

/**
 * Collects rows and puts them in order: by rank, then shorter names, then what can be probed, then by
 * their number. A row that is added again keeps its better place. One counting sort whose cost
 * does not depend on how they compare; two bytes a row of the file.
 */
export class RankedRows {
  /** By row. */
  readonly #keys: Uint16Array;

  /** @param rows how many the file has */
  constructor(rows: number) {
    this.#keys = new Uint16Array(rows).fill(NONE);
  }

  /** @param length of the name, or whatever else says which of two of one rank is the better */
  add(row: number, rank: number, length: number, verdict: number): void {
    const capped = length < LENGTHS ? length : LENGTHS - 1;
    const key = (rank * LENGTHS + capped) * 2 + (verdict === PROBEABLE ? 0 : 1);
    if (key < (this.#keys[row] ?? 0)) {
      this.#keys[row] = key;
    }
  }

  /** All that were added, best first. */
  ordered(): Uint32Array {
    const keys = this.#keys;
    const places = new Uint32Array(KEYS);
    let length = 0;
    for (let row = 0; row < keys.length; row++) {
      const key = keys[row] ?? NONE;
      if (key !== NONE) {
        places[key] = (places[key] ?? 0) + 1;
        length++;
      }
    }
    let start = 0;
    for (let key = 0; key < KEYS; key++) {
      const count = places[key] ?? 0;
      places[key] = start;
      start += count;
    }
    const ordered = new Uint32Array(length);
    for (let row = 0; row < keys.length && length > 0; row++) {
      const key = keys[row] ?? NONE;
      if (key !== NONE) {
        const place = places[key] ?? 0;
        ordered[place] = row;
        places[key] = place + 1;
      }
    }
    return ordered;
  }
}
