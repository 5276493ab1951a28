import type { ElfBytes } from '../elfBytes';
import type { ElfFileInfo } from '../elfFileInfo';
import type { Segment } from '../programHeaders';
import type { SymbolRow } from '../symbolRow';

/** Bytes of a function that are decoded: a second's work at most. */
export const MAX_FUNCTION = 1 << 20;

/** Where a function's bytes are in its file. */
export interface CodeExtent {
  /** File offset. */
  readonly start: bigint;
  /** Bytes, at most MAX_FUNCTION. */
  readonly length: number;
}

/** A function's bytes, cut to its segment; nothing where no executable segment holds its first. */
export function codeExtent(
  segments: readonly Segment[],
  { fileOffset: start, size }: Pick<SymbolRow, 'fileOffset' | 'size'>,
): CodeExtent | undefined {
  const segment = segments.find(
    s => start !== undefined && start >= s.offset && start - s.offset < s.fileSize,
  );
  if (!segment || start === undefined) {
    return undefined;
  }
  const available = segment.offset + segment.fileSize - start;
  const lengths = [size, available, BigInt(MAX_FUNCTION)];
  const length = lengths.reduce((least, each) => (each < least ? each : least));
  return { start, length: Number(length) };
}

/** Whether an open file is still the one whose symbols were read. */
export function isSameFile({ stat }: Pick<ElfBytes, 'stat'>, info: ElfFileInfo): boolean {
  return (
    stat.dev === info.dev &&
    stat.ino === info.inode &&
    stat.size === info.size &&
    stat.mtimeNs === info.mtime
  );
}
