import type { Fields } from '../fields';
import type { SymbolColumns } from '../symbolColumns';
import type { SymbolVersions } from '../symbolVersions';
import wat from './addSymbols.wat';
import { SYMBOL_BYTES, type WorkPlaces, workPlaces } from './columnPlaces';

const MODULE = new WebAssembly.Module(wat);
/** Where the table of extended section indexes has none. */
const NO_INDEX = 0xffffffff;

interface Exports {
  readonly row: { readonly value: number };
  begin(row: number, nameStart: number, nameBytes: number, texts: number): void;
  add(at: number, end: number, versions: number, extended: number): number;
}

/** What tells more of the symbols of a table. */
export interface MoreOfSymbols {
  readonly versions: SymbolVersions | undefined;
  /** Section indexes beyond 16 bits (SHT_SYMTAB_SHNDX). */
  readonly extended: Fields | undefined;
  /** Mapping symbols (`$x`) are left out, which are told by their names. */
  readonly hasMappingSymbols: boolean;
}

/** Makes rows of the symbols of one table, part by part: those that have a name and are code or data. */
export class SymbolAppender {
  readonly #wasm: Exports;
  readonly #work: WorkPlaces;

  /** Names of the table lie at [nameStart, nameEnd) in those of `columns`. */
  constructor(
    private readonly columns: SymbolColumns,
    private readonly more: MoreOfSymbols,
    nameStart: number,
    nameEnd: number,
  ) {
    const { places, capacity, memory } = columns;
    this.#work = workPlaces(places, capacity);
    const imports = { table: { memory: memory.memory, ...places } };
    this.#wasm = new WebAssembly.Instance(MODULE, imports).exports as Exports;
    const texts = more.hasMappingSymbols ? places.names + nameStart : 0;
    this.#wasm.begin(columns.length, nameStart, nameEnd - nameStart, texts);
  }

  /**
   * @param part symbols as Elf64_Sym of a little-endian machine, in the columns' memory; overwritten
   * @param first index of the first of them
   */
  add(part: Uint8Array, first: number): void {
    const { columns } = this;
    const [at, count] = [part.byteOffset, part.length / SYMBOL_BYTES];
    const versions = this.#versions(first, count);
    const files = this.#wasm.add(at, at + part.length, versions, this.#extended(first, count));
    columns.length = this.#wasm.row.value;
    const pairs = new Uint32Array(part.buffer, at, 2 * files);
    for (let file = 0; file < files; file++) {
      columns.sourceFiles.start(pairs[2 * file] ?? 0, pairs[2 * file + 1] ?? 0);
    }
  }

  #versions(first: number, count: number): number {
    const { versions } = this.more;
    if (!versions) {
      return 0;
    }
    const into = new Uint16Array(this.columns.memory.memory.buffer, this.#work.versions, count);
    versions.codes(first, into);
    return this.#work.versions;
  }

  #extended(first: number, count: number): number {
    const { extended } = this.more;
    if (!extended) {
      return 0;
    }
    const into = new Uint32Array(this.columns.memory.memory.buffer, this.#work.extended, count);
    for (let symbol = 0; symbol < count; symbol++) {
      const at = 4 * (first + symbol);
      into[symbol] = at + 4 <= extended.length ? extended.u32(at) : NO_INDEX;
    }
    return this.#work.extended;
  }
}
