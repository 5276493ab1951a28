import { ElfError } from './elfError';
import type { ElfImage } from './elfImage';
import { Fields } from './fields';
import { GO_LAYOUTS, headerWords } from './goLayouts';
import { type GoTablePlace, scanForGoTable, sectionOfGoTable } from './goTablePlace';
import { relocatedWord } from './relocatedWord';

/** The magic, two zero bytes, an instruction's size and a pointer's size. */
const HEAD = 8;
/** The largest programs have some ten megabytes. */
const MAX_BYTES = 160 << 20;

/** The parts of `.gopclntab` that name functions. */
export interface GoTable {
  /** Names, each ended by a NUL; what is between them may be no names. */
  readonly names: Buffer;
  /** Pairs of an entry point and a record's place, then the records; places count from here. */
  readonly functions: Fields;
  /** Where the pairs begin in `functions`. */
  readonly pairsAt: number;
  readonly count: number;
  /** Whether entry points are addresses, as long as a pointer; else 32 bits from `textStart` on. */
  readonly hasAddresses: boolean;
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
  if (place.size < BigInt(HEAD + wordSize)) {
    return undefined;
  }
  const head = await readPart(image, place, 0n, BigInt(HEAD + wordSize));
  const layout = GO_LAYOUTS.find(({ magic }) => magic === head.u32(0));
  if (!layout || head.u8(7) !== wordSize) {
    return undefined;
  }
  const { names, functions, textStart } = layout;
  const headerEnd = HEAD + headerWords(layout) * wordSize;
  const header = await readPart(image, place, 0n, BigInt(headerEnd));
  const wordAt = (index: number): number => HEAD + index * wordSize;
  const word = (index: number): bigint => header.word(wordAt(index));
  const relocated = async (at: number): Promise<bigint> =>
    (await relocatedWord(image, place.address + BigInt(at))) ?? 0n;
  const start = functions === undefined ? 0n : word(functions);
  const records = await readPart(image, place, start, place.size);
  const pairsAt = functions === undefined ? headerEnd : 0;
  const pairBytes = textStart === undefined ? 2 * wordSize : 8;
  if (word(0) * BigInt(pairBytes) > BigInt(records.length - pairsAt)) {
    throw cutShort();
  }
  return {
    names: (names ? await readPart(image, place, word(names[0]), word(names[1])) : records).bytes,
    functions: records,
    pairsAt,
    count: Number(word(0)),
    hasAddresses: textStart === undefined,
    textStart:
      textStart === undefined ? 0n : word(textStart) || (await relocated(wordAt(textStart))),
  };
}

/** The bytes of the table from `start` to `end`. */
async function readPart(
  image: ElfImage,
  place: GoTablePlace,
  start: bigint,
  end: bigint,
): Promise<Fields> {
  if (start > end || end > place.size) {
    throw cutShort();
  }
  const what = 'table of Go functions';
  const bytes = await image.file.read(place.offset + start, end - start, MAX_BYTES, what);
  return new Fields(bytes, image.header.littleEndian, image.header.is64);
}

function cutShort(): ElfError {
  return new ElfError('truncated', 'The table of Go functions in this file is cut short');
}
