import { sortByKey, varies } from '../radixSort';
import type { SymbolColumns } from '../symbolColumns';
import { workPlaces } from './columnPlaces';
import wat from './sortRows.wat';

const MODULE = new WebAssembly.Module(wat);

interface Exports {
  differing(column: number, length: number): number;
  spread(column: number, length: number, bits: number, to: number, isPlaced: number): number;
  gather(
    pairs: number,
    length: number,
    shift: number,
    bits: number,
    rows: number,
    keys: number,
  ): void;
}

/** Sorts of all rows in the columns' own memory; rows of one key stay in their order. */
export class RowSort {
  readonly #wasm: Exports;

  constructor(private readonly columns: SymbolColumns) {
    const imports = { table: { memory: columns.memory.memory, ...columns.places } };
    this.#wasm = new WebAssembly.Instance(MODULE, imports).exports as Exports;
  }

  /** By where their names begin, into the memory's table of names. */
  byName(): void {
    const { places, memory } = this.columns;
    this.#sort(places.nameOffset, false, memory.rowsAt, memory.startsAt);
  }

  /** Those that have an address, by it. */
  byAddress(): Uint32Array {
    const { places, memory, addressHigh } = this.columns;
    const count = this.#sort(places.addressLow, true, places.byAddress, 0);
    const rows = new Uint32Array(memory.memory.buffer, places.byAddress, count);
    return varies(rows, addressHigh) ? sortByKey(rows, addressHigh) : rows;
  }

  #sort(column: number, isPlaced: boolean, rows: number, keys: number): number {
    const { length, places, capacity } = this.columns;
    const { pairs } = workPlaces(places, capacity);
    const bits = 32 - Math.clz32(this.#wasm.differing(column, length));
    const lower = bits >> 1;
    const count = this.#wasm.spread(column, length, lower, pairs, Number(isPlaced));
    this.#wasm.gather(pairs, count, lower, bits - lower, rows, keys);
    return count;
  }
}
