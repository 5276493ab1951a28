import type { RowSource } from '../rowSource';

/** Bytes read for a name at first, and as often as it takes for its end. */
const PIECE = 256;
/** Longer names are cut when they are shown (see fields.ts). */
const MAX_NAME = 4096 + PIECE;

/** Reads single names of a table into their places in `names`, by where they begin. */
export async function readNamesAt(
  source: Pick<RowSource, 'nameBytes' | 'readNames'>,
  names: Buffer,
  offsets: readonly number[],
): Promise<void> {
  const read = async (from: number): Promise<void> => {
    const limit = Math.min(from + MAX_NAME, source.nameBytes);
    for (let at = from; at < limit; at += PIECE) {
      const piece = names.subarray(at, Math.min(at + PIECE, source.nameBytes));
      await source.readNames(piece, at);
      if (piece.includes(0)) {
        return;
      }
    }
  };
  await Promise.all(offsets.map(read));
}
