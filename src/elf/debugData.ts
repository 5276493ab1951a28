import { ElfBytes } from './elfBytes';
import { type ElfImage, readImage, sectionNamed } from './elfImage';
import type { RowSource } from './rowSource';
import { readStandIn } from './standIn';
import { unpackXz } from './xz';

const MAX_PACKED_BYTES = 32 << 20;
/** Distributions put some hundred kilobytes of function names into large libraries. */
const MAX_UNPACKED_BYTES = 64 << 20;

/**
 * The functions of `.gnu_debugdata`: a copy of the file without contents, but with the symbols that
 * `.dynsym` lacks, compressed by xz (gdb's "MiniDebugInfo"). Throws ElfError.
 */
export async function readDebugData(image: ElfImage): Promise<RowSource | undefined> {
  const section = sectionNamed(image, '.gnu_debugdata');
  if (!section) {
    return undefined;
  }
  const { offset, size } = section;
  const packed = await image.file.read(offset, size, MAX_PACKED_BYTES, 'compressed symbols');
  const unpacked = await unpackXz(packed, MAX_UNPACKED_BYTES);
  const inner = await readImage(ElfBytes.inMemory(unpacked, image.file));
  return readStandIn(image, inner, 'debugdata');
}
