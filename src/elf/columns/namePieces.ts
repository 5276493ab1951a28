import type { SymbolColumns } from '../symbolColumns';
import { MAX_NAME_PIECES, pairSlots } from './columnPlaces';
import wat from './namePieces.wat';

const MODULE = new WebAssembly.Module(wat);
/** A piece of 128 KiB fits into the caches, and so do the names of another table that are like those in it. */
const PIECE_SHIFT = 17;

interface Exports {
  tally(row: number, end: number, shift: number, counts: number): void;
  spread(row: number, end: number, shift: number, places: number): void;
}

/** Names that lie near each other, and the rows of `.dynsym` whose names begin there. */
export interface NamePiece {
  /** Offsets into the names. */
  readonly from: number;
  readonly to: number;
  /** Where numbers of rows are listed in memory. */
  readonly rowsAt: number;
  readonly rowsEnd: number;
}

/**
 * The rows of `.dynsym` by where their names are: linkers write the names of both tables in much the same order, and
 * rows of `.dynsym` in that of a hash. A search, which comes later, writes where the list is.
 */
export function namePieces({
  firstLength,
  length,
  places,
  memory,
  names,
}: SymbolColumns): NamePiece[] {
  const most = Math.max(1, Math.ceil(names.length / MAX_NAME_PIECES));
  const shift = Math.max(PIECE_SHIFT, 32 - Math.clz32(most - 1));
  const { buffer } = memory.memory;
  const countsAt = places.work + 4 * (pairSlots(firstLength) + firstLength);
  const counts = new Uint32Array(buffer, countsAt, MAX_NAME_PIECES).fill(0);
  const imports = { table: { memory: memory.memory, ...places } };
  const wasm = new WebAssembly.Instance(MODULE, imports).exports as Exports;
  wasm.tally(firstLength, length, shift, countsAt);

  const pieces: NamePiece[] = [];
  let rowsAt = memory.rowsAt;
  for (const [piece, count] of counts.entries()) {
    counts[piece] = rowsAt;
    if (count > 0) {
      const rowsEnd = rowsAt + 4 * count;
      const from = piece * 2 ** shift;
      pieces.push({ from, to: Math.min(from + 2 ** shift, names.length), rowsAt, rowsEnd });
      rowsAt = rowsEnd;
    }
  }
  wasm.spread(firstLength, length, shift, countsAt);
  return pieces;
}
