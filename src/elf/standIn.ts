import { ElfError } from './elfError';
import type { ElfImage } from './elfImage';
import { readElfSymbols } from './elfSymbols';
import type { RowSource } from './rowSource';
import { SHT_SYMTAB } from './sectionHeaders';
import { moveRow, type SymbolColumns } from './symbolColumns';
import type { SymbolTableName } from './symbolRow';

/** A section number for "this file does not have it". */
const NONE = 0xffffffff;

/**
 * The `.symtab` of `other`, a file that was split off `image`, as rows of `image`. It only names
 * addresses: where these lie in the file is for the program headers of `image` to say. Throws ElfError.
 */
export async function readStandIn(
  image: ElfImage,
  other: ElfImage,
  table: SymbolTableName,
): Promise<RowSource | undefined> {
  if (!isSameMachine(image, other)) {
    throw new ElfError('unsupported', 'The debug symbols of this file are of another machine');
  }
  const source = await readElfSymbols(other, SHT_SYMTAB);
  const sections = sameSections(image, other);
  return (
    source && {
      ...source,
      table,
      append: async (columns, namesStart, namesEnd) => {
        const start = columns.length;
        await source.append(columns, namesStart, namesEnd);
        translate(columns, start, sections);
      },
    }
  );
}

/** Whether two files hold code for the same kind of machine. */
export function isSameMachine({ header: a }: ElfImage, { header: b }: ElfImage): boolean {
  return a.is64 === b.is64 && a.littleEndian === b.littleEndian && a.machine === b.machine;
}

/** For each section of `other` the same one of `image`, by name and address: numbers may differ. */
function sameSections(image: ElfImage, other: ElfImage): Uint32Array {
  const key = ({ table }: ElfImage, index: number): string =>
    `${table.sections[index]?.address} ${table.name(index)}`;
  const known = new Map(image.table.sections.map((_, index) => [key(image, index), index]));
  return Uint32Array.from(other.table.sections, (_, index) => known.get(key(other, index)) ?? NONE);
}

/** Leaves out what is not defined there, and what lies in a section that `image` does not have. */
function translate(columns: SymbolColumns, start: number, sections: Uint32Array): void {
  let kept = start;
  for (let row = start; row < columns.length; row++) {
    const special = columns.special[row] === 1;
    const index = columns.section[row] ?? 0;
    const section = special ? index : (sections[index] ?? NONE);
    if (special || (section !== NONE && section !== 0)) {
      moveRow(columns, row, kept);
      columns.section[kept++] = section;
    }
  }
  // Tables that follow write these only where they are not zero.
  for (const column of [columns.special, columns.addressHigh, columns.sizeHigh]) {
    column.fill(0, kept, columns.length);
  }
  columns.length = kept;
}
