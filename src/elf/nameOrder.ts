import type { Slices } from './search/slices';
import type { SymbolColumns } from './symbolColumns';

/** Names that are alike this far are left in the order of their rows. */
const MAX_DEPTH = 4096;
/** Looks at bytes for each byte of names; a hostile file would need any number. */
const EFFORT = 64;
const SMALL = 12;
const AT_SIGN = 0x40;

/**
 * Puts rows in the order of their names' bytes; rows of one name in their own order. A three-way radix
 * quicksort, which looks at each byte of a common prefix (`_ZN…`) once a partition and makes no strings.
 */
export class NameSort {
  /** Byte looks left; without any, what is not sorted yet stays in the order of its rows. */
  #effort: number;
  /** Start, end and depth of partitions still to sort, three numbers each. */
  readonly #stack: number[];

  /** @param rows sorted in place */
  constructor(
    private readonly rows: Uint32Array,
    private readonly columns: SymbolColumns,
  ) {
    this.#effort = EFFORT * (columns.names.length + rows.length);
    this.#stack = [0, rows.length, 0];
  }

  /** When it rejects, since `slices` was stopped, it can be called again and goes on. */
  async sort(slices: Slices): Promise<Uint32Array> {
    const stack = this.#stack;
    while (stack.length > 0) {
      const depth = stack.pop() ?? 0;
      const end = stack.pop() ?? 0;
      const start = stack.pop() ?? 0;
      if (end - start < SMALL) {
        this.#insertionSort(start, end, depth);
      } else {
        this.#partition(start, end, depth);
      }
      if (slices.isOver()) {
        await slices.next();
      }
    }
    return this.rows;
  }

  /** 0 at the end, which for a name with its version (`read@GLIBC_2.2.5`) is where that begins. */
  #byteAt(row: number, depth: number): number {
    const { names, nameOffset } = this.columns;
    const byte = names[(nameOffset[row] ?? 0) + depth] ?? 0;
    return byte === AT_SIGN ? 0 : byte;
  }

  /** Less, equal and greater by the byte at `depth`, of which the equal ones go on to the next byte. */
  #partition(start: number, end: number, depth: number): void {
    const { rows } = this;
    const pivot = this.#byteAt(rows[start + ((end - start) >> 1)] ?? 0, depth);
    let less = start;
    let more = end;
    for (let at = start; at < more;) {
      const row = rows[at] ?? 0;
      const byte = this.#byteAt(row, depth);
      if (byte < pivot) {
        rows[at++] = rows[less] ?? 0;
        rows[less++] = row;
      } else if (byte > pivot) {
        rows[at] = rows[--more] ?? 0;
        rows[more] = row;
      } else {
        at++;
      }
    }
    this.#effort -= end - start;
    this.#stack.push(start, less, depth, more, end, depth);
    if (pivot !== 0 && depth < MAX_DEPTH && this.#effort > 0) {
      this.#stack.push(less, more, depth + 1);
    } else {
      rows.subarray(less, more).sort();
    }
  }

  #insertionSort(start: number, end: number, depth: number): void {
    const { rows } = this;
    for (let next = start + 1; next < end; next++) {
      const row = rows[next] ?? 0;
      let at = next;
      for (; at > start && this.#isAfter(rows[at - 1] ?? 0, row, depth); at--) {
        rows[at] = rows[at - 1] ?? 0;
      }
      rows[at] = row;
    }
  }

  #isAfter(a: number, b: number, depth: number): boolean {
    const limit = this.#effort > 0 ? MAX_DEPTH : depth;
    let at = depth;
    while (at < limit && this.#byteAt(a, at) !== 0 && this.#byteAt(a, at) === this.#byteAt(b, at)) {
      at++;
    }
    this.#effort -= at - depth;
    const difference = this.#byteAt(a, at) - this.#byteAt(b, at);
    return difference !== 0 ? difference > 0 : a > b;
  }
}
