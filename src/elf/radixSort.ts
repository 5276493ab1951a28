import wat from './radixSort.wat';

const MODULE = new WebAssembly.Module(wat);
/** Bits of a key that one pass sorts by, at most; see radixSort.wat. */
const DIGIT_BITS = 12;
const COUNTS_BYTES = 4 << DIGIT_BITS;
const PAIR = 8;
const PAGE = 65_536;
/** Below so many rows memory for pairs costs more than it saves. */
const FEW = 4096;

interface Exports {
  /** Addresses of pairs, how many, and a digit of their keys. */
  pass(from: number, to: number, pairs: number, shift: number, bits: number): void;
}

/**
 * Sorts row numbers by a 64-bit key given in halves; equal keys keep their order. A radix sort over
 * integers, as float64 keys are wrong above 2^53. Keys travel with their rows, because fetching them by row
 * is a cache miss each; digits that all keys share cost nothing.
 */
export function sortByKey(rows: Uint32Array, low: Uint32Array, high?: Uint32Array): Uint32Array {
  if (rows.length < FEW) {
    const sorted = sortFew(rows, low);
    return high && varies(rows, high) ? sortFew(sorted, high) : sorted;
  }
  const sorter = new Sorter(rows.length);
  const sorted = new Uint32Array(rows.length);
  sorter.sort(rows, low, sorted);
  if (high && varies(rows, high)) {
    sorter.sort(sorted, high, sorted);
  }
  return sorted;
}

/** Numbers that a double holds exactly, of a key and a place, are sorted without calling back for each two. */
function sortFew(rows: Uint32Array, column: Uint32Array): Uint32Array {
  const keys = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    keys[at] = (column[rows[at] ?? 0] ?? 0) * FEW + at;
  }
  keys.sort();
  const sorted = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    sorted[at] = rows[(keys[at] ?? 0) % FEW] ?? 0;
  }
  return sorted;
}

/** Memory for the pairs of a sort, twice. */
class Sorter {
  readonly #memory: WebAssembly.Memory;
  readonly #wasm: Exports;

  constructor(readonly length: number) {
    const bytes = COUNTS_BYTES + 2 * PAIR * length;
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    const instance = new WebAssembly.Instance(MODULE, { sort: { memory: this.#memory } });
    this.#wasm = instance.exports as Exports;
  }

  /** @param sorted gets the rows in order; may be `rows` itself */
  sort(rows: Uint32Array, column: Uint32Array, sorted: Uint32Array): void {
    const bits = this.#fill(rows, column);
    const passes = Math.ceil(bits / DIGIT_BITS);
    const digit = passes && Math.ceil(bits / passes);
    let [from, to] = [COUNTS_BYTES, COUNTS_BYTES + PAIR * this.length];
    for (let pass = 0; pass < passes; pass++) {
      this.#wasm.pass(from, to, this.length, pass * digit, digit);
      [from, to] = [to, from];
    }
    const pairs = new Uint32Array(this.#memory.buffer, from, 2 * this.length);
    for (let at = 0; at < this.length; at++) {
      sorted[at] = pairs[2 * at] ?? 0;
    }
  }

  /** How many of the keys' lowest bits say how they are ordered; they are alike in those above. */
  #fill(rows: Uint32Array, column: Uint32Array): number {
    const pairs = new Uint32Array(this.#memory.buffer, COUNTS_BYTES, 2 * this.length);
    const first = column[rows[0] ?? 0] ?? 0;
    let differing = 0;
    for (let at = 0; at < this.length; at++) {
      const row = rows[at] ?? 0;
      const key = column[row] ?? 0;
      pairs[2 * at] = row;
      pairs[2 * at + 1] = key;
      differing |= key ^ first;
    }
    return 32 - Math.clz32(differing);
  }
}

/** Whether not all of some rows have the same value in a column. */
export function varies(rows: Uint32Array, column: Uint32Array): boolean {
  const first = column[rows[0] ?? 0];
  for (let at = 0; at < rows.length; at++) {
    if (column[rows[at] ?? 0] !== first) {
      return true;
    }
  }
  return false;
}

/** 0, 1, … count-1. */
export function allRows(count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    rows[row] = row;
  }
  return rows;
}

/** Those that pass, in their order. TypedArray.filter takes many times as long. */
export function select(rows: Uint32Array, accepts: (row: number) => boolean): Uint32Array {
  const selected = new Uint32Array(rows.length);
  let length = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    if (accepts(row)) {
      selected[length++] = row;
    }
  }
  return selected.subarray(0, length);
}

/** One list after the other. */
export function concat(a: Uint32Array, b: Uint32Array): Uint32Array {
  if (b.length === 0) {
    return a;
  }
  const both = new Uint32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
