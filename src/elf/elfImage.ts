import { ElfBytes, type FilePath } from './elfBytes';
import { type ElfHeader, readElfHeader } from './elfHeader';
import { Fields } from './fields';
import { codeSegments, readSegments, type Segment } from './programHeaders';
import { readSections, type Section, type SectionTable } from './sectionHeaders';

/** An open executable with its header tables read; what the other readers take. */
export interface ElfImage {
  readonly file: ElfBytes;
  readonly header: ElfHeader;
  readonly table: SectionTable;
  readonly segments: readonly Segment[];
  /** Executable PT_LOADs, cut to the bytes the file has. */
  readonly code: readonly Segment[];
}

/** Opens a file for the time of `use`. Throws ElfError. */
export async function withElfImage<T>(
  path: FilePath,
  use: (image: ElfImage) => Promise<T>,
): Promise<T> {
  const file = await ElfBytes.open(path);
  try {
    const header = await readElfHeader(file);
    const table = await readSections(file, header);
    const segments = await readSegments(file, header, table.programHeaderCount);
    return await use({ file, header, table, segments, code: codeSegments(file, segments) });
  } finally {
    await file.close();
  }
}

/** A section's bytes, with `cap` the most that is read. */
export async function readSection(
  image: ElfImage,
  section: Section,
  cap: number,
  what: string,
): Promise<Fields> {
  const bytes = await image.file.read(section.offset, section.size, cap, what);
  return new Fields(bytes, image.header.littleEndian, image.header.is64);
}
