import type { SymbolColumns } from '../symbolColumns';
import { pairSlots } from './columnPlaces';
import wat from './pairRows.wat';

const MODULE = new WebAssembly.Module(wat);
/** Looks at bytes for each byte of names: an honest file needs some three. */
const EFFORT = 8n;

interface Exports {
  pair(first: number, length: number, heads: number, slots: number, effort: bigint): number;
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
  columns.length = wasm.pair(firstLength, length, places.work, slots, effort);
}
