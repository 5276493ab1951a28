import { ElfError } from './elfError';
import type { ElfImage } from './elfImage';
import { Fields } from './fields';
import type { Section } from './sectionHeaders';

/** The first word of the table since Go 1.18, and since Go 1.20: only what is not read here differs. */
const MAGICS = [0xfffffff0, 0xfffffff1];
/** After the magic, two zero bytes, an instruction's size and a pointer's size. */
const HEADER_WORDS = 8;
const MAX_BYTES = 512 << 20;

/** The parts of `.gopclntab` that name functions. */
export interface GoTable {
  /** Names, each ended by a NUL. */
  readonly names: Buffer;
  /** `count` pairs of 32-bit numbers, then the records they lead to, by their distance from here. */
  readonly functions: Fields;
  readonly count: number;
  /** Virtual address that entry points count from; 0 where the table does not say. */
  readonly textStart: bigint;
}

/** Nothing where there is no such table, or one of another layout. Throws ElfError. */
export async function readGoTable(image: ElfImage): Promise<GoTable | undefined> {
  const { table } = image;
  const section = table.sections.find((_, index) => table.name(index).endsWith('.gopclntab'));
  const wordSize = image.header.is64 ? 8 : 4;
  const headerSize = BigInt(8 + HEADER_WORDS * wordSize);
  if (!section || section.size < headerSize) {
    return undefined;
  }
  const header = await readPart(image, section, 0n, headerSize);
  if (!MAGICS.includes(header.u32(0)) || header.u8(7) !== wordSize) {
    return undefined;
  }
  // Functions, files, start of the text, then where parts begin: names, units, files, pc tables, functions.
  const word = (index: number): bigint => header.word(8 + index * wordSize);
  const names = await readPart(image, section, word(3), word(4));
  const functions = await readPart(image, section, word(7), section.size);
  if (word(0) * 8n > BigInt(functions.length)) {
    throw new ElfError('truncated', 'The table of Go functions in this file is cut short');
  }
  return { names: names.bytes, functions, count: Number(word(0)), textStart: word(2) };
}

/** The bytes of a section from `start` to `end`. */
async function readPart(
  image: ElfImage,
  section: Section,
  start: bigint,
  end: bigint,
): Promise<Fields> {
  if (start > end || end > section.size) {
    throw new ElfError('truncated', 'The table of Go functions in this file is cut short');
  }
  const what = 'table of Go functions';
  const bytes = await image.file.read(section.offset + start, end - start, MAX_BYTES, what);
  return new Fields(bytes, image.header.littleEndian, image.header.is64);
}
