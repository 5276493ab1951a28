import { allRows, sortByKey } from '../radixSort';
import type { SymbolColumns } from '../symbolColumns';

const AT_SIGN = 0x40;

/** Names to search in, each ended by a NUL, and the rows they are of. */
export interface NameTable {
  /** A multiple of four bytes long (see foldCase.ts). */
  readonly names: Buffer;
  /** Rows in the order of where their names begin, and those beginnings. */
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
  /** Where they end without their versions, where that was looked for already. */
  readonly ends?: Uint32Array;
  /** Some names carry their version: `read@GLIBC_2.2.5`. */
  readonly hasVersions: boolean;
}

/** The string tables themselves. */
export function rawNames(columns: SymbolColumns): NameTable {
  const { rows, keys } = sortByKey(allRows(columns.length), columns.nameOffset);
  const { names } = columns;
  return { names, rows, starts: keys, hasVersions: names.includes(AT_SIGN) };
}

/** Where the name that begins at `start` ends, without its version. */
export function nameEnd({ names, hasVersions }: NameTable, start: number): number {
  let at = start;
  while (at < names.length && names[at] !== 0) {
    if (hasVersions && names[at] === AT_SIGN && at > start) {
      return at;
    }
    at++;
  }
  return at;
}
