import type { RowSource } from '../rowSource';

/** Bytes read for a name at first, and as often as it takes for its end. */
const PIECE = 256;
/** Longer names are cut when they are shown (see fields.ts). */
const MAX_NAME = 4096 + PIECE;
/** Bytes between names that are cheaper read than left out. */
const NEAR = 4096;

/** Reads single names of a table into their places in `names`, by where they begin. */
export async function readNamesAt(
  source: Pick<RowSource, 'nameBytes' | 'readNames'>,
  names: Buffer,
  offsets: readonly number[],
): Promise<void> {
  const read = async ({ from, last }: Span): Promise<void> => {
    let end = from;
    do {
      const at = end;
      end = Math.min(Math.max(last, at) + PIECE, source.nameBytes);
      await source.readNames(names.subarray(at, end), at);
    } while (
      !names.subarray(last, end).includes(0) &&
      end < Math.min(last + MAX_NAME, source.nameBytes)
    );
  };
  await Promise.all(spans(offsets).map(read));
}

/** Names that lie near each other: where the first and the last of them begin. */
interface Span {
  readonly from: number;
  last: number;
}

function spans(offsets: readonly number[]): Span[] {
  const found: Span[] = [];
  for (const offset of offsets.toSorted((a, b) => a - b)) {
    const span = found.at(-1);
    if (span && offset - span.last <= NEAR) {
      span.last = offset;
    } else {
      found.push({ from: offset, last: offset });
    }
  }
  return found;
}
