import { pairTables } from './columns/pairTables';
import { readDebugData } from './debugData';
import { type DebugSearch, readDebugFile } from './debugFile';
import { ElfError } from './elfError';
import type { ElfImage } from './elfImage';
import { readElfSymbols } from './elfSymbols';
import { readGoFunctions } from './goFunctions';
import { LaterNames } from './laterNames';
import type { RowSource } from './rowSource';
import { SHT_DYNSYM, SHT_SYMTAB } from './sectionHeaders';
import { SymbolColumns } from './symbolColumns';
import type { SymbolVersions } from './symbolVersions';

/** Below so many bytes names are read at once: it takes less than what reading them twice would. */
const FEW_NAMES = 1 << 20;

/** Up to so many bytes of names are read while symbols are, by another thread. */
const READ_AHEAD = 32 << 20;

/** The rows of a file, all but their verdicts. */
export interface SymbolTables {
  readonly columns: SymbolColumns;
  /** The names where they are read later or meanwhile, as they are most of the bytes. */
  readonly names?: LaterNames;
}

/** Reads the symbols of a file; without `search` only what is inside it. Throws ElfError. */
export async function readSymbolTables(
  image: ElfImage,
  versions: SymbolVersions | undefined,
  search?: DebugSearch,
): Promise<SymbolTables> {
  const first = await firstSource(image, search);
  try {
    const dynsym = await readElfSymbols(image, SHT_DYNSYM);
    const sources = [first, dynsym].filter(source => source !== undefined);
    const bytes = sources.reduce((sum, { nameBytes }) => sum + nameBytes, 0);
    const isPlain = sources.every(source => !source.close && !source.needsNames);
    return isPlain && bytes >= FEW_NAMES
      ? await withoutNames(first, dynsym, versions)
      : { columns: await merge(first, dynsym, versions) };
  } finally {
    await first?.close?.();
  }
}

async function withoutNames(
  first: RowSource | undefined,
  dynsym: RowSource | undefined,
  versions: SymbolVersions | undefined,
): Promise<SymbolTables> {
  const { columns, middle, end } = reserveFor(first, dynsym);
  const names = new LaterNames(columns, first, dynsym);
  if (end < READ_AHEAD) {
    void names.read();
  }
  if (first) {
    await first.append(columns, 0, middle - 1);
    setFirst(columns, first);
  }
  await dynsym?.append(columns, middle, end - 1, versions);
  return { columns, names };
}

/** The fullest table there is. What stands in for `.symtab` is only looked for where that is missing. */
async function firstSource(
  image: ElfImage,
  search: DebugSearch | undefined,
): Promise<RowSource | undefined> {
  return (
    (await readElfSymbols(image, SHT_SYMTAB)) ??
    (search && (await ifReadable(() => readDebugFile(image, search)))) ??
    (await ifReadable(() => readDebugData(image))) ??
    (await ifReadable(() => readGoFunctions(image)))
  );
}

/** A damaged stand-in must not hide the symbols that the file itself has. */
async function ifReadable(
  read: () => Promise<RowSource | undefined>,
): Promise<RowSource | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ElfError) {
      return undefined;
    }
    throw error;
  }
}

async function merge(
  first: RowSource | undefined,
  dynsym: RowSource | undefined,
  versions: SymbolVersions | undefined,
): Promise<SymbolColumns> {
  const { columns, middle, end } = reserveFor(first, dynsym);
  const { names } = columns;
  if (first) {
    await first.readNames(names.subarray(0, middle - 1));
    await first.append(columns, 0, middle - 1);
    setFirst(columns, first);
  }
  if (dynsym) {
    await dynsym.readNames(names.subarray(middle, end - 1));
    await dynsym.append(columns, middle, end - 1, versions);
    pairTables(columns);
  }
  return columns;
}

function setFirst(columns: SymbolColumns, { table, file }: RowSource): void {
  columns.firstLength = columns.length;
  columns.firstTable = table;
  columns.firstFile = file;
}

/** Room for the rows of both, and where the names of the first one end, and those of both. */
function reserveFor(
  first: RowSource | undefined,
  dynsym: RowSource | undefined,
): { columns: SymbolColumns; middle: number; end: number } {
  // Each table of names is followed by a NUL.
  const middle = first ? first.nameBytes + 1 : 0;
  const end = middle + (dynsym ? dynsym.nameBytes + 1 : 0);
  try {
    const capacity = (first?.capacity ?? 0) + (dynsym?.capacity ?? 0);
    return { columns: new SymbolColumns(capacity, end), middle, end };
  } catch (error) {
    if (error instanceof RangeError) {
      throw new ElfError('tooLarge', 'The symbols of this file do not fit into memory', {
        cause: error,
      });
    }
    throw error;
  }
}
