import { RowSort } from '../columns/rowSort';
import type { SymbolColumns } from '../symbolColumns';
import type { NameMemory } from './nameMemory';

const AT_SIGN = 0x40;

/** Names to search in, in the order of where they begin, and the rows they are of. */
export interface NameTable {
  readonly memory: NameMemory;
  /** How many. */
  readonly length: number;
  /** Some names carry their version: `read@GLIBC_2.2.5`. */
  readonly hasVersions: boolean;
}

/** The string tables themselves; the names need not be there before they are searched. */
export function rawNames(columns: SymbolColumns): NameTable {
  const { length, names, verdict, memory } = columns;
  new RowSort(columns).byName();
  memory.mark(length, verdict);
  let hasVersions: boolean | undefined;
  return {
    memory,
    length,
    get hasVersions() {
      return (hasVersions ??= names.includes(AT_SIGN));
    },
  };
}

/** Where the name that begins at `start` ends, without its version. */
export function nameEnd(names: Buffer, start: number, hasVersions: boolean): number {
  let at = start;
  while (at < names.length && names[at] !== 0) {
    if (hasVersions && names[at] === AT_SIGN && at > start) {
      return at;
    }
    at++;
  }
  return at;
}
