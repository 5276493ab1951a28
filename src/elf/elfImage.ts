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
    return await use(await readImage(file));
  } finally {
    await file.close();
  }
}

/** Reads the header tables of an open file. Throws ElfError. */
export async function readImage(file: ElfBytes): Promise<ElfImage> {
  const header = await readElfHeader(file);
  const table = await readSections(file, header);
  const segments = await readSegments(file, header, table.programHeaderCount);
  return { file, header, table, segments, code: codeSegments(file, segments) };
}

/** The first section with this name; section names are not unique in a hostile file. */
export function sectionNamed({ table }: ElfImage, name: string): Section | undefined {
  return table.sections.find((_, index) => table.name(index) === name);
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
