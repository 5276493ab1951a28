import { PROBEABLE } from './verdicts';

const LENGTHS = 1024;
const KEYS = 4 * LENGTHS * 2;

/** How well a name matches, best first. */
export const RANK = { exact: 0, prefix: 1, word: 2, inside: 3 } as const;

/**
 * Collects rows and puts them in order: by rank, then shorter names, then what can be probed, then as
 * added. One counting sort whose cost does not depend on how they compare.
 */
export class RankedRows {
  readonly #rows: Uint32Array;
  readonly #keys: Uint16Array;
  readonly #counts = new Uint32Array(KEYS);
  #length = 0;

  constructor(capacity: number) {
    this.#rows = new Uint32Array(capacity);
    this.#keys = new Uint16Array(capacity);
  }

  add(row: number, rank: number, nameLength: number, verdict: number): void {
    const length = nameLength < LENGTHS ? nameLength : LENGTHS - 1;
    const key = (rank * LENGTHS + length) * 2 + (verdict === PROBEABLE ? 0 : 1);
    this.#rows[this.#length] = row;
    this.#keys[this.#length] = key;
    this.#counts[key] = (this.#counts[key] ?? 0) + 1;
    this.#length++;
  }

  /** All that were added, best first. */
  ordered(): Uint32Array {
    let start = 0;
    for (let key = 0; key < KEYS; key++) {
      const count = this.#counts[key] ?? 0;
      this.#counts[key] = start;
      start += count;
    }
    const ordered = new Uint32Array(this.#length);
    for (let at = 0; at < this.#length; at++) {
      const key = this.#keys[at] ?? 0;
      const place = this.#counts[key] ?? 0;
      ordered[place] = this.#rows[at] ?? 0;
      this.#counts[key] = place + 1;
    }
    return ordered;
  }
}
