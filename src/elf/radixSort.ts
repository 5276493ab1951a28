const DIGIT_BITS = 11;
const BUCKETS = 1 << DIGIT_BITS;
const SHIFTS = [0, 11, 22];

/** Rows in order, and the keys (or the upper halves of 64-bit ones that differ there) beside them. */
interface Sorted {
  readonly rows: Uint32Array;
  readonly keys: Uint32Array;
}

/**
 * Sorts row numbers by a 64-bit key given in halves; equal keys keep their order. A radix sort over
 * integers, as float64 keys are wrong above 2^53. Keys travel with their rows, because fetching them by row
 * is a cache miss each; digits that all keys share cost nothing.
 */
export function sortByKey(rows: Uint32Array, low: Uint32Array, high?: Uint32Array): Sorted {
  const byLow = sortHalf({ rows: rows.slice(), keys: gather(rows, low) });
  if (!high || !varies(rows, high)) {
    return byLow;
  }
  return sortHalf({ rows: byLow.rows, keys: gather(byLow.rows, high) });
}

/** Uses what it is given as one of its two buffers. */
function sortHalf(given: Sorted): Sorted {
  const length = given.rows.length;
  const counts = SHIFTS.map(shift => countDigits(given.keys, shift));
  let from = given;
  let to: Sorted | undefined;
  SHIFTS.forEach((shift, i) => {
    const digits = counts[i] ?? new Uint32Array(BUCKETS);
    if (!digits.includes(length)) {
      to ??= { rows: new Uint32Array(length), keys: new Uint32Array(length) };
      scatter(from, to, shift, digits);
      [from, to] = [to, from];
    }
  });
  return from;
}

function countDigits(keys: Uint32Array, shift: number): Uint32Array {
  const counts = new Uint32Array(BUCKETS);
  for (let at = 0; at < keys.length; at++) {
    const digit = ((keys[at] ?? 0) >>> shift) & (BUCKETS - 1);
    counts[digit] = (counts[digit] ?? 0) + 1;
  }
  return counts;
}

function scatter(from: Sorted, to: Sorted, shift: number, counts: Uint32Array): void {
  let start = 0;
  for (let digit = 0; digit < BUCKETS; digit++) {
    const count = counts[digit] ?? 0;
    counts[digit] = start;
    start += count;
  }
  const { rows, keys } = from;
  for (let at = 0; at < rows.length; at++) {
    const key = keys[at] ?? 0;
    const digit = (key >>> shift) & (BUCKETS - 1);
    const place = counts[digit] ?? 0;
    to.keys[place] = key;
    to.rows[place] = rows[at] ?? 0;
    counts[digit] = place + 1;
  }
}

function gather(rows: Uint32Array, column: Uint32Array): Uint32Array {
  const values = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    values[at] = column[rows[at] ?? 0] ?? 0;
  }
  return values;
}

function varies(rows: Uint32Array, column: Uint32Array): boolean {
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
