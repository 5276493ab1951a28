import type { SymbolColumns } from '../symbolColumns';
import { PAIR_BLOCK, pairSlots } from './columnPlaces';
import wat from './pairRows.wat';

const MODULE = new WebAssembly.Module(wat);
/** Looks at bytes for each byte of names: an honest file needs some three. */
const EFFORT = 8n;

interface Exports {
  begin(first: number, heads: number, slots: number, likely: number, effort: bigint): void;
  enter(row: number, end: number, undefined: number): void;
  guess(row: number, end: number): void;
  pair(row: number, end: number): number;
}

/**
 * Removes the rows of `.dynsym` that the first table has too (same name, same address), leaving their
 * version with the row that stays. `.symtab` may write the version into the name: `read@GLIBC_2.2.5`.
 */
export class TablePairing {
  readonly #wasm: Exports;

  /** Looks for rows of one address, as far as that takes no names. Memory for work is in use until `finish`. */
  constructor(private readonly columns: SymbolColumns) {
    const { firstLength, length, places, memory, names } = columns;
    const imports = { table: { memory: memory.memory, ...places } };
    this.#wasm = new WebAssembly.Instance(MODULE, imports).exports as Exports;
    const slots = pairSlots(firstLength);
    new Uint32Array(memory.memory.buffer, places.work, slots + firstLength).fill(0);
    const effort = EFFORT * BigInt(names.length);
    // A search, which comes later, writes there anyway.
    this.#wasm.begin(firstLength, places.work, slots, memory.startsAt, effort);
    this.#enter(false);
    inBlocks(firstLength, length, (row, end) => this.#wasm.guess(row, end));
  }

  /** Once all names are there. */
  finish(): void {
    const { columns } = this;
    this.#enter(true);
    inBlocks(columns.firstLength, columns.length, (row, end) => {
      columns.length = this.#wasm.pair(row, end);
    });
  }

  #enter(areUndefined: boolean): void {
    inBlocks(0, this.columns.firstLength, (row, end) =>
      this.#wasm.enter(row, end, Number(areUndefined)),
    );
  }
}

/** Also because V8 compiles well what is called often, not what runs once and long. */
function inBlocks(first: number, end: number, work: (row: number, end: number) => void): void {
  for (let row = first; row < end; row += PAIR_BLOCK) {
    work(row, Math.min(row + PAIR_BLOCK, end));
  }
}

/** Pairs two tables whose names are there. */
export function pairTables(columns: SymbolColumns): void {
  if (columns.firstLength > 0) {
    new TablePairing(columns).finish();
  }
}
