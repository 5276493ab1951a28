import { moveRow, STB_LOCAL, type SymbolColumns } from './symbolColumns';

const AT_SIGN = 0x40;
/** Of Knuth's multiplicative hash: 2^32 by the golden ratio. */
const MULTIPLIER = 0x9e3779b1;
const FNV_PRIME = 0x01000193;
const FNV_BASIS = 0x811c9dc5;
/** Names of one address, or that hash alike; past this many steps a name counts as new. */
const MAX_STEPS = 4096;
const MAX_NAME = 4096;
/** Looks at bytes for each byte of names: an honest file needs some three. */
const EFFORT = 8;

/**
 * Removes the rows of `.dynsym` that the first table has too (same name, same address), leaving their
 * version with the row that stays. `.symtab` may write the version into the name: `read@GLIBC_2.2.5`.
 */
export function dropDuplicates(columns: SymbolColumns): void {
  if (columns.firstLength === 0) {
    return;
  }
  const known = new NameTable(columns);
  let kept = columns.firstLength;
  for (let row = columns.firstLength; row < columns.length; row++) {
    const twin = known.find(row);
    if (twin >= 0) {
      columns.version[twin] = columns.version[row] ?? 0;
    } else {
      moveRow(columns, row, kept++);
    }
  }
  columns.length = kept;
}

/**
 * The exported rows of the first table by their address, as fetching each one's name would be a cache miss, and those
 * that have none by their name: chains in two arrays.
 */
class NameTable {
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #mask: number;
  /** Bytes that may still be looked at; without any, all names count as new. */
  #effort: number;

  constructor(private readonly columns: SymbolColumns) {
    this.#effort = EFFORT * columns.names.length;
    this.#mask = (1 << (32 - Math.clz32(columns.firstLength))) - 1;
    this.#heads = new Int32Array(this.#mask + 1).fill(-1);
    this.#next = new Int32Array(columns.firstLength);
    for (let row = 0; row < columns.firstLength; row++) {
      if (columns.binding(row) !== STB_LOCAL) {
        const slot = this.#hash(row) & this.#mask;
        this.#next[row] = this.#heads[slot] ?? -1;
        this.#heads[slot] = row;
      }
    }
  }

  /** The row that is the same symbol, or -1. */
  find(row: number): number {
    const { columns } = this;
    let candidate = this.#heads[this.#hash(row) & this.#mask] ?? -1;
    for (let steps = 0; candidate >= 0 && steps < MAX_STEPS && this.#effort > 0; steps++) {
      if (
        columns.isUndefined(candidate) === columns.isUndefined(row) &&
        columns.sameAddress(candidate, row) &&
        this.#sameName(candidate, row) &&
        (columns.version[candidate] === 0 || columns.version[candidate] === columns.version[row])
      ) {
        return candidate;
      }
      candidate = this.#next[candidate] ?? -1;
    }
    return -1;
  }

  #hash(row: number): number {
    const { addressLow, addressHigh } = this.columns;
    if (this.columns.isUndefined(row)) {
      return this.#nameHash(row);
    }
    const hash = Math.imul((addressLow[row] ?? 0) ^ (addressHigh[row] ?? 0), MULTIPLIER);
    return hash ^ (hash >>> 15);
  }

  #nameHash(row: number): number {
    const { names, nameOffset } = this.columns;
    const start = nameOffset[row] ?? 0;
    const limit = this.#effort > 0 ? start + MAX_NAME : start;
    let hash = FNV_BASIS;
    let at = start;
    for (; at < limit && !isEnd(names[at]); at++) {
      hash = Math.imul(hash ^ (names[at] ?? 0), FNV_PRIME);
    }
    this.#effort -= at - start;
    return hash ^ (hash >>> 16);
  }

  #sameName(a: number, b: number): boolean {
    const { names, nameOffset } = this.columns;
    const start = nameOffset[a] ?? 0;
    let left = start;
    let right = nameOffset[b] ?? 0;
    const limit = start + MAX_NAME;
    while (left < limit && !isEnd(names[left]) && names[left] === names[right]) {
      left++;
      right++;
    }
    this.#effort -= left - start + 1;
    return isEnd(names[left]) && isEnd(names[right]);
  }
}

function isEnd(byte: number | undefined): boolean {
  return byte === 0 || byte === AT_SIGN || byte === undefined;
}
