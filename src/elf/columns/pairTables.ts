import type { SymbolColumns } from '../symbolColumns';
import { PAIR_BLOCK, pairSlots } from './columnPlaces';
import wat from './pairRows.wat';

const MODULE = new WebAssembly.Module(wat);
/** Looks at bytes for each byte of names: an honest file needs some three. */
const EFFORT = 8n;

interface Exports {
  begin(first: number, heads: number, slots: number, effort: bigint): void;
  enter(row: number, end: number): void;
  pair(row: number, end: number): number;
}

/**
 * Removes the rows of `.dynsym` that the first table has too (same name, same address), leaving their
 * version with the row that stays. `.symtab` may write the version into the name: `read@GLIBC_2.2.5`.
 */
export function pairTables(columns: SymbolColumns): void {
  const { firstLength, length, places, memory, names } = columns;
  if (firstLength === 0) {
    return;
  }
  const imports = { table: { memory: memory.memory, ...places } };
  const wasm = new WebAssembly.Instance(MODULE, imports).exports as Exports;
  const slots = pairSlots(firstLength);
  new Uint32Array(memory.memory.buffer, places.work, slots + firstLength).fill(0);
  const effort = EFFORT * BigInt(names.length);
  wasm.begin(firstLength, places.work, slots, effort);
  // In blocks also because V8 compiles well what is called often, not what runs once and long.
  for (let row = 0; row < firstLength; row += PAIR_BLOCK) {
    wasm.enter(row, Math.min(row + PAIR_BLOCK, firstLength));
  }
  for (let row = firstLength; row < length; row += PAIR_BLOCK) {
    columns.length = wasm.pair(row, Math.min(row + PAIR_BLOCK, length));
  }
}
