import type { Segment } from '../programHeaders';
import { SHF_EXECINSTR, type Section } from '../sectionHeaders';
import type { SymbolColumns } from '../symbolColumns';
import { MAX_LOWEST_ROWS, workPlaces } from './columnPlaces';
import wat from './codeRows.wat';

const MODULE = new WebAssembly.Module(wat);
const BUCKET_BITS = 12;
const BUCKETS = 1 << BUCKET_BITS;

interface Exports {
  begin(start: bigint, shift: bigint, sections: number, sectionCount: number): void;
  tally(length: number, counts: number, buckets: number): void;
  collect(length: number, buckets: number, last: number, to: number): void;
}

/** Rows in code, and whether these are all that there are. */
export interface LowestCodeRows {
  /** By their number. */
  readonly rows: Uint32Array;
  readonly areAll: boolean;
}

/**
 * At least `wanted` rows with the lowest addresses in code, if there are so many: all rows of code below some address.
 * Nothing where that were too many. They are counted instead of sorted, as that costs a tenth.
 */
export function lowestCodeRows(
  columns: SymbolColumns,
  sections: readonly Section[],
  code: readonly Segment[],
  wanted: number,
): LowestCodeRows | undefined {
  const { memory, places, capacity, length } = columns;
  const { buffer } = memory.memory;
  const [first] = code;
  if (!first) {
    return undefined;
  }
  const start = code.reduce((least, s) => (s.address < least ? s.address : least), first.address);
  const ends = code.map(s => s.address + s.fileSize);
  const end = ends.reduce((most, each) => (each > most ? each : most));
  const bits = (end - start).toString(2).length;

  const counts = new Uint32Array(buffer, places.work, BUCKETS).fill(0);
  const isCode = new Uint8Array(buffer, places.work + counts.byteLength, sections.length);
  isCode.set(sections.map(({ flags }) => Number((flags & SHF_EXECINSTR) !== 0n)));

  const imports = { table: { memory: memory.memory, ...places } };
  const wasm = new WebAssembly.Instance(MODULE, imports).exports as Exports;
  const shift = BigInt(Math.max(0, bits - BUCKET_BITS));
  wasm.begin(start, shift, isCode.byteOffset, sections.length);
  const { pairs: rows } = workPlaces(places, capacity);
  const buckets = rows + 4 * MAX_LOWEST_ROWS;
  wasm.tally(length, places.work, buckets);

  const { last, sum } = reaching(counts, wanted);
  if (sum > MAX_LOWEST_ROWS) {
    return undefined;
  }
  wasm.collect(length, buckets, last, rows);
  return { rows: new Uint32Array(buffer, rows, sum).slice(), areAll: last === BUCKETS - 1 };
}

/** The first bucket up to which there are so many, and how many there are. */
function reaching(counts: Uint32Array, wanted: number): { last: number; sum: number } {
  let sum = 0;
  for (let last = 0; last < counts.length; last++) {
    sum += counts[last] ?? 0;
    if (sum >= wanted) {
      return { last, sum };
    }
  }
  return { last: counts.length - 1, sum };
}
