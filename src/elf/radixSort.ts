const DIGIT_BITS = 11;
const BUCKETS = 1 << DIGIT_BITS;
const SHIFTS = [0, 11, 22];

/**
 * Sorts row numbers by a 64-bit key given in halves; equal keys keep their order. A radix sort over
 * integers, as float64 keys are wrong above 2^53. Digits that all keys share cost one count.
 */
export function sortByKey(rows: Uint32Array, low: Uint32Array, high?: Uint32Array): Uint32Array {
  let from = rows;
  let to: Uint32Array = new Uint32Array(rows.length);
  for (const half of high ? [low, high] : [low]) {
    for (const shift of SHIFTS) {
      if (pass(from, to, half, shift)) {
        [from, to] = [to, from === rows ? new Uint32Array(rows.length) : from];
      }
    }
  }
  return from === rows ? rows.slice() : from;
}

/** One counting pass by 11 bits of the key; false when all rows have the same ones. */
function pass(from: Uint32Array, to: Uint32Array, keys: Uint32Array, shift: number): boolean {
  const counts = new Uint32Array(BUCKETS);
  for (const row of from) {
    const digit = ((keys[row] ?? 0) >>> shift) & (BUCKETS - 1);
    counts[digit] = (counts[digit] ?? 0) + 1;
  }
  if (counts.includes(from.length)) {
    return false;
  }
  let start = 0;
  for (let digit = 0; digit < BUCKETS; digit++) {
    const count = counts[digit] ?? 0;
    counts[digit] = start;
    start += count;
  }
  for (const row of from) {
    const digit = ((keys[row] ?? 0) >>> shift) & (BUCKETS - 1);
    const place = counts[digit] ?? 0;
    to[place] = row;
    counts[digit] = place + 1;
  }
  return true;
}

/** 0, 1, … count-1. */
export function allRows(count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    rows[row] = row;
  }
  return rows;
}
