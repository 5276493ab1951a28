import type { NameMemory } from '../names/nameMemory';

/** Bytes of a row in all columns. */
export const ROW_BYTES = 33;
/** Symbols that are read at a time, 400 kB: what was just read is still in the cache when it is looked at. */
const PART_SYMBOLS = 1 << 14;
/** An Elf64_Sym. */
export const SYMBOL_BYTES = 24;
/** Counters of sortRows.wat. */
const COUNTS_BYTES = 4 << 16;
const PAIR_BYTES = 8;
/** The most rows that codeRows.ts gives: more than one page is worth. */
export const MAX_LOWEST_ROWS = 1 << 15;
/** Rows that pairTables.ts pairs at a time: their names fit into the nearest caches. */
export const PAIR_BLOCK = 2048;

/** The most pieces of names that they are paired by. */
export const MAX_NAME_PIECES = 1 << 12;

/** Addresses of columns in memory, by which the modules in this folder import them. */
export interface ColumnPlaces {
  readonly nameOffset: number;
  readonly addressLow: number;
  readonly addressHigh: number;
  readonly sizeLow: number;
  readonly sizeHigh: number;
  readonly section: number;
  /** Not by row: the rows that have an address, by it. */
  readonly byAddress: number;
  readonly version: number;
  readonly special: number;
  readonly info: number;
  readonly verdict: number;
  readonly names: number;
  /** See WorkPlaces. */
  readonly work: number;
}

/** What is in the memory for work, at one time or another. */
export interface WorkPlaces {
  /** Of a symbol table. */
  readonly part: number;
  /** An Elf_Versym for each symbol of a part. */
  readonly versions: number;
  /** A section index for each. */
  readonly extended: number;
  /** Of a sort, behind its counters: a row and its key for each row. */
  readonly pairs: number;
}

/** The widest columns first, so that each is aligned. */
export function columnPlaces(memory: NameMemory, capacity: number): ColumnPlaces {
  const { columnsAt: at, namesAt: names, workAt: work } = memory;
  return {
    nameOffset: at,
    addressLow: at + 4 * capacity,
    addressHigh: at + 8 * capacity,
    sizeLow: at + 12 * capacity,
    sizeHigh: at + 16 * capacity,
    section: at + 20 * capacity,
    byAddress: at + 24 * capacity,
    version: at + 28 * capacity,
    special: at + 30 * capacity,
    info: at + 31 * capacity,
    verdict: at + 32 * capacity,
    names,
    work,
  };
}

export function workPlaces({ work }: ColumnPlaces, capacity: number): WorkPlaces {
  const symbols = partSymbols(capacity);
  const extended = work + SYMBOL_BYTES * symbols;
  const versions = extended + 4 * symbols;
  return { part: work, extended, versions, pairs: work + COUNTS_BYTES };
}

/** Bytes for the largest of what is in there at a time. */
export function workBytes(capacity: number): number {
  const parts = (SYMBOL_BYTES + 4 + 2) * partSymbols(capacity);
  const chains = 4 * (pairSlots(capacity) + capacity + MAX_NAME_PIECES);
  const lowest = 4 * MAX_LOWEST_ROWS + 2 * capacity;
  return Math.max(parts, chains, COUNTS_BYTES + Math.max(lowest, PAIR_BYTES * capacity));
}

/** Heads of the chains that pairRows.wat makes of so many rows: a power of two, one to two a row. */
export function pairSlots(rows: number): number {
  return 1 << (32 - Math.clz32(rows));
}

/** Symbols of a part, for a table of so many. */
export function partSymbols(capacity: number): number {
  return Math.min(capacity, PART_SYMBOLS);
}
