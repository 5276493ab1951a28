import { AddressOrder, isPlaced } from './addressOrder';
import type { Segment } from './programHeaders';
import { sortByKey } from './radixSort';
import { MAX_LOOK_AHEAD } from './rowBuilder';
import type { SymbolColumns } from './symbolColumns';
import { PROBEABLE } from './verdicts';

/** Addresses are counted by these of their bits. */
const BUCKET_BITS = 12;
const BUCKETS = 1 << BUCKET_BITS;

/** The first rows that can be probed, by address, and as much of the order as making them looks at. */
export interface LowestRows {
  readonly rows: Uint32Array;
  readonly order: AddressOrder;
}

/**
 * What a first page shows, without sorting all rows: these are counted by address, and those below the one that is
 * high enough are sorted. Nothing where there are too few rows, or code lies more than 4 GiB apart.
 * @param code where rows can be probed
 */
export function lowestRows(
  columns: SymbolColumns,
  code: readonly Segment[],
  wanted: number,
): LowestRows | undefined {
  const bucketOf = bucketing(columns, code);
  if (!bucketOf) {
    return undefined;
  }
  const { verdict, length } = columns;
  const all = new Uint32Array(BUCKETS);
  const probeable = new Uint32Array(BUCKETS);
  for (let row = 0; row < length; row++) {
    if (isPlaced(columns, row)) {
      const bucket = bucketOf(row);
      all[bucket] = (all[bucket] ?? 0) + 1;
      if (verdict[row] === PROBEABLE) {
        probeable[bucket] = (probeable[bucket] ?? 0) + 1;
      }
    }
  }
  const shown = reaching(probeable, 0, wanted);
  const last = reaching(all, shown + 1, MAX_LOOK_AHEAD);
  const below: number[] = [];
  for (let row = 0; row < length; row++) {
    if (bucketOf(row) <= last && isPlaced(columns, row)) {
      below.push(row);
    }
  }
  const rows = sortByKey(Uint32Array.from(below), columns.addressLow, columns.addressHigh);
  const first = rows.filter(row => verdict[row] === PROBEABLE).subarray(0, wanted);
  return first.length < wanted
    ? undefined
    : { rows: first, order: new AddressOrder(columns, rows) };
}

/** Rising with the addresses of rows, from 0 below all code to the last one above it. */
function bucketing(
  { addressLow, addressHigh }: SymbolColumns,
  code: readonly Segment[],
): ((row: number) => number) | undefined {
  const [first] = code;
  if (!first) {
    return undefined;
  }
  const lowest = code.reduce((least, s) => (s.address < least ? s.address : least), first.address);
  const ends = code.map(s => s.address + s.fileSize);
  const highest = ends.reduce((most, end) => (end > most ? end : most));
  const high = Number(lowest >> 32n);
  if (highest >> 32n !== lowest >> 32n) {
    return undefined;
  }
  const start = Number(lowest & 0xffffffffn);
  const shift = Math.max(0, 32 - Math.clz32(Number(highest - lowest)) - BUCKET_BITS);
  return row => {
    const above = addressHigh[row] ?? 0;
    const low = addressLow[row] ?? 0;
    if (above !== high) {
      return above < high ? 0 : BUCKETS - 1;
    }
    return low < start ? 0 : Math.min((low - start) >>> shift, BUCKETS - 1);
  };
}

/** The first place from `from` on up to which there are so many; the last one where there are not. */
function reaching(counts: Uint32Array, from: number, wanted: number): number {
  let sum = 0;
  for (let at = from; at < counts.length; at++) {
    sum += counts[at] ?? 0;
    if (sum >= wanted) {
      return at;
    }
  }
  return counts.length;
}
