import { ElfError } from './elfError';
import type { ElfImage } from './elfImage';
import { Fields } from './fields';
import { GO_MAGICS, type GoTablePlace, scanForGoTable, sectionOfGoTable } from './goTablePlace';
import { relocatedWord } from './relocatedWord';

/** After the magic, two zero bytes, an instruction's size and a pointer's size. */
const HEADER_WORDS = 8;
const TEXT_START = 2;
/** The largest programs have some ten megabytes. */
const MAX_BYTES = 160 << 20;

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
  const section = sectionOfGoTable(image);
  if (section) {
    return readTableAt(image, section);
  }
  for (const place of await scanForGoTable(image)) {
    // What only looks like a table's beginning leads nowhere.
    const table = await readTableAt(image, place).catch((error: unknown) => {
      if (!(error instanceof ElfError)) {
        throw error;
      }
    });
    if (table) {
      return table;
    }
  }
  return undefined;
}

async function readTableAt(image: ElfImage, place: GoTablePlace): Promise<GoTable | undefined> {
  const wordSize = image.header.is64 ? 8 : 4;
  const headerSize = BigInt(8 + HEADER_WORDS * wordSize);
  if (place.size < headerSize) {
    return undefined;
  }
  const header = await readPart(image, place, 0n, headerSize);
  if (!GO_MAGICS.includes(header.u32(0)) || header.u8(7) !== wordSize) {
    return undefined;
  }
  // Functions, files, start of the text, then where parts begin: names, units, files, pc tables, functions.
  const wordAt = (index: number): number => 8 + index * wordSize;
  const word = (index: number): bigint => header.word(wordAt(index));
  const names = await readPart(image, place, word(3), word(4));
  const functions = await readPart(image, place, word(7), place.size);
  if (word(0) * 8n > BigInt(functions.length)) {
    throw new ElfError('truncated', 'The table of Go functions in this file is cut short');
  }
  const textStart =
    word(TEXT_START) ||
    (await relocatedWord(image, place.address + BigInt(wordAt(TEXT_START)))) ||
    0n;
  return { names: names.bytes, functions, count: Number(word(0)), textStart };
}

/** The bytes of the table from `start` to `end`. */
async function readPart(
  image: ElfImage,
  place: GoTablePlace,
  start: bigint,
  end: bigint,
): Promise<Fields> {
  if (start > end || end > place.size) {
    throw new ElfError('truncated', 'The table of Go functions in this file is cut short');
  }
  const what = 'table of Go functions';
  const bytes = await image.file.read(place.offset + start, end - start, MAX_BYTES, what);
  return new Fields(bytes, image.header.littleEndian, image.header.is64);
}
