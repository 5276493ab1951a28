import { pairTables } from './columns/pairTables';
import { readDebugData } from './debugData';
import { type DebugSearch, readDebugFile } from './debugFile';
import { ElfError } from './elfError';
import type { ElfImage } from './elfImage';
import { readElfSymbols } from './elfSymbols';
import { readGoFunctions } from './goFunctions';
import { readNamesAt } from './names/readNamesAt';
import type { RowSource } from './rowSource';
import { SHT_DYNSYM, SHT_SYMTAB } from './sectionHeaders';
import { SymbolColumns } from './symbolColumns';
import type { SymbolVersions } from './symbolVersions';

/** Below so many bytes names are read at once: it takes less than what reading them twice would. */
const FEW_NAMES = 1 << 20;

/** The rows of a file, all but their verdicts. */
export interface SymbolTables {
  readonly columns: SymbolColumns;
  /** Reads the names where that was left for later, as they are most of the bytes. */
  readonly names?: LaterNames;
}

/** Names that are not in `columns.names` yet; the image stays open until they are. */
export interface LaterNames {
  /** Reads all of them. */
  read(): Promise<void>;
  /** Reads single ones, by where they begin. */
  readAt(offsets: readonly number[]): Promise<void>;
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
    // What both have is told by its name.
    return first && !first.close && !first.needsNames && !dynsym && first.nameBytes >= FEW_NAMES
      ? await withoutNames(first)
      : { columns: await merge(first, dynsym, versions) };
  } finally {
    await first?.close?.();
  }
}

async function withoutNames(source: RowSource): Promise<SymbolTables> {
  const { capacity, nameBytes } = source;
  const columns = reserve(capacity, nameBytes + 1);
  await source.append(columns, 0, nameBytes);
  setFirst(columns, source);
  return {
    columns,
    names: {
      read: () => source.readNames(columns.names.subarray(0, nameBytes)),
      readAt: offsets => readNamesAt(source, columns.names, offsets),
    },
  };
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
  // Each table of names is followed by a NUL.
  const middle = first ? first.nameBytes + 1 : 0;
  const end = middle + (dynsym ? dynsym.nameBytes + 1 : 0);
  const capacity = (first?.capacity ?? 0) + (dynsym?.capacity ?? 0);
  const columns = reserve(capacity, end);
  const { names } = columns;
  if (first) {
    await readNames(first, names.subarray(0, middle));
    await first.append(columns, 0, middle - 1);
    setFirst(columns, first);
  }
  if (dynsym) {
    await readNames(dynsym, names.subarray(middle, end));
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

function reserve(capacity: number, nameBytes: number): SymbolColumns {
  try {
    return new SymbolColumns(capacity, nameBytes);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new ElfError('tooLarge', 'The symbols of this file do not fit into memory', {
        cause: error,
      });
    }
    throw error;
  }
}

function readNames(source: RowSource, into: Buffer): Promise<void> {
  into[into.length - 1] = 0;
  return source.readNames(into.subarray(0, -1));
}
