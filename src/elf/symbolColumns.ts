import { SourceFiles } from './sourceFiles';
import { textAt } from './fields';
import { columnPlaces, ROW_BYTES, workBytes, type ColumnPlaces } from './columns/columnPlaces';
import { NameMemory } from './names/nameMemory';
import type { SymbolTableName } from './symbolRow';

/** Flags of st_info's lower half, STT_*. */
export const STT_NOTYPE = 0;
export const STT_OBJECT = 1;
export const STT_FUNC = 2;
export const STT_COMMON = 5;
export const STT_TLS = 6;
export const STT_GNU_IFUNC = 10;
/** STB_LOCAL */
export const STB_LOCAL = 0;
/** st_shndx of what is defined elsewhere. */
export const SHN_UNDEF = 0;

/**
 * The rows of a file as columns: a million symbols are some 30 MB and no object. A row's index is its
 * place here; rows of the fullest table come first, then those of `.dynsym` that it does not have.
 * 64-bit values are two 32-bit columns, as bigints and doubles would be slower or wrong. All lie in one memory,
 * which WebAssembly works on.
 */
export class SymbolColumns {
  /** Into `names`. */
  readonly nameOffset: Uint32Array;
  readonly addressLow: Uint32Array;
  readonly addressHigh: Uint32Array;
  readonly sizeLow: Uint32Array;
  readonly sizeHigh: Uint32Array;
  /** Section index; reserved ones are kept as they are and marked by `special`. */
  readonly section: Uint32Array;
  /** 1 where `section` is a reserved value and no index. */
  readonly special: Uint8Array;
  /** st_info: binding in the upper half, type in the lower. */
  readonly info: Uint8Array;
  /** Elf_Versym, 0 where there is none. */
  readonly version: Uint16Array;
  /** A code of verdicts.ts. */
  readonly verdict: Uint8Array;
  /** Of the local rows of `firstTable`. */
  readonly sourceFiles = new SourceFiles();
  /** Where `names` and all columns are, and all that is needed to search names. */
  readonly memory: NameMemory;
  /** Addresses of the columns in that memory. */
  readonly places: ColumnPlaces;
  length = 0;
  /** How many of the rows come from `firstTable`; the others come from `.dynsym`. */
  firstLength = 0;
  firstTable: SymbolTableName = 'symtab';
  /** The separate debug file that `firstTable` is in. */
  firstFile: string | undefined;
  /** Offsets of the texts that were asked for, where somebody wants to know. */
  asked: Set<number> | undefined;

  /** Throws RangeError where there is not so much memory. */
  constructor(
    /** The most rows that there can be. */
    readonly capacity: number,
    nameBytes: number,
  ) {
    const beside = { columns: ROW_BYTES * capacity, work: workBytes(capacity) };
    this.memory = new NameMemory(capacity, capacity, nameBytes, beside);
    const { buffer } = this.memory.memory;
    const at = columnPlaces(this.memory, capacity);
    this.places = at;
    this.nameOffset = new Uint32Array(buffer, at.nameOffset, capacity);
    this.addressLow = new Uint32Array(buffer, at.addressLow, capacity);
    this.addressHigh = new Uint32Array(buffer, at.addressHigh, capacity);
    this.sizeLow = new Uint32Array(buffer, at.sizeLow, capacity);
    this.sizeHigh = new Uint32Array(buffer, at.sizeHigh, capacity);
    this.section = new Uint32Array(buffer, at.section, capacity);
    this.version = new Uint16Array(buffer, at.version, capacity);
    this.special = new Uint8Array(buffer, at.special, capacity);
    this.info = new Uint8Array(buffer, at.info, capacity);
    this.verdict = new Uint8Array(buffer, at.verdict, capacity);
  }

  /** The string tables one after the other, each ended by a NUL; of `.dynsym` only what rows need (see packNames.ts). */
  get names(): Buffer {
    return this.memory.names;
  }

  /** The text at an offset into `names`, noted in `asked`. */
  text(offset: number): string {
    this.asked?.add(offset);
    return textAt(this.names, offset);
  }

  address(row: number): bigint {
    return join(this.addressHigh, this.addressLow, row);
  }

  /** st_size, bytes; 0 is "not known". */
  size(row: number): bigint {
    return join(this.sizeHigh, this.sizeLow, row);
  }

  type(row: number): number {
    return (this.info[row] ?? 0) & 0xf;
  }

  binding(row: number): number {
    return (this.info[row] ?? 0) >> 4;
  }

  isUndefined(row: number): boolean {
    return this.section[row] === SHN_UNDEF;
  }

  sameAddress(a: number, b: number): boolean {
    return this.addressLow[a] === this.addressLow[b] && this.addressHigh[a] === this.addressHigh[b];
  }
}

function join(high: Uint32Array, low: Uint32Array, row: number): bigint {
  return (BigInt(high[row] ?? 0) << 32n) | BigInt(low[row] ?? 0);
}

/** Copies a row over another one, all but its verdict. */
export function moveRow(columns: SymbolColumns, from: number, to: number): void {
  for (const column of [
    columns.nameOffset,
    columns.addressLow,
    columns.addressHigh,
    columns.sizeLow,
    columns.sizeHigh,
    columns.section,
    columns.special,
    columns.info,
    columns.version,
  ]) {
    column[to] = column[from] ?? 0;
  }
}
