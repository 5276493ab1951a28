import type { SymbolColumns } from '../symbolColumns';
import { PAIR_BLOCK, pairSlots } from './columnPlaces';
import { type NamePiece, namePieces } from './namePieces';
import wat from './pairRows.wat';

const MODULE = new WebAssembly.Module(wat);
/** Looks at bytes for each byte of names: an honest file needs some three. */
const EFFORT = 8n;

interface Exports {
  begin(first: number, heads: number, slots: number, likely: number, effort: bigint): void;
  enter(row: number, end: number, undefined: number): void;
  guess(row: number, end: number): void;
  pair(at: number, end: number, later: number): void;
  compact(row: number, end: number): number;
}

/** Bytes behind a piece that are looked at where a name begins at its end: those of the longest, and of a block. */
export const BEHIND_PIECE = 4096 + 32;

/**
 * Removes the rows of `.dynsym` that the first table has too (same name, same address), leaving their
 * version with the row that stays. `.symtab` may write the version into the name: `read@GLIBC_2.2.5`.
 * Of the names of `.dynsym` no more than a piece is looked at at a time.
 */
export class TablePairing {
  readonly pieces: readonly NamePiece[];
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
    inBlocks(firstLength, length, 1, (row, end) => this.#wasm.guess(row, end));
    this.pieces = namePieces(columns);
  }

  /** Once the names of the first table are there, and before any piece is paired. */
  enterUndefined(): void {
    this.#enter(true);
  }

  /** Its names, and the BEHIND_PIECE bytes after them, are at `at` in the names of the columns. */
  pair({ from, rowsAt, rowsEnd }: NamePiece, at = from): void {
    const later = this.columns.places.names + at - from;
    inBlocks(rowsAt, rowsEnd, 4, (block, end) => this.#wasm.pair(block, end, later));
  }

  /** Once all are paired. */
  finish(): void {
    const { columns } = this;
    inBlocks(columns.firstLength, columns.length, 1, (row, end) => {
      columns.length = this.#wasm.compact(row, end);
    });
  }

  #enter(areUndefined: boolean): void {
    inBlocks(0, this.columns.firstLength, 1, (row, end) =>
      this.#wasm.enter(row, end, Number(areUndefined)),
    );
  }
}

/** Also because V8 compiles well what is called often, not what runs once and long. @param step by row */
function inBlocks(
  first: number,
  end: number,
  step: number,
  work: (from: number, to: number) => void,
): void {
  for (let from = first; from < end; from += step * PAIR_BLOCK) {
    work(from, Math.min(from + step * PAIR_BLOCK, end));
  }
}

/** Pairs two tables whose names are there. */
export function pairTables(columns: SymbolColumns): void {
  if (columns.firstLength > 0) {
    const pairing = new TablePairing(columns);
    pairing.enterUndefined();
    for (const piece of pairing.pieces) {
      pairing.pair(piece);
    }
    pairing.finish();
  }
}
