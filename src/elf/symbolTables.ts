import { dropDuplicates } from './duplicates';
import { readDebugData } from './debugData';
import { type DebugSearch, readDebugFile } from './debugFile';
import { ElfError } from './elfError';
import type { ElfImage } from './elfImage';
import { readElfSymbols } from './elfSymbols';
import { readGoFunctions } from './goFunctions';
import { NameMemory } from './names/nameMemory';
import type { RowSource } from './rowSource';
import { SHT_DYNSYM, SHT_SYMTAB } from './sectionHeaders';
import { SymbolColumns } from './symbolColumns';
import type { SymbolVersions } from './symbolVersions';

/** Reads the symbols of a file, all but their verdicts; without `search` only what is inside it. Throws ElfError. */
export async function readSymbolTables(
  image: ElfImage,
  versions: SymbolVersions | undefined,
  search?: DebugSearch,
): Promise<SymbolColumns> {
  const first = await firstSource(image, search);
  try {
    return await merge(first, await readElfSymbols(image, SHT_DYNSYM), versions);
  } finally {
    await first?.close?.();
  }
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
  const columns = new SymbolColumns(capacity, reserve(capacity, end));
  const { names } = columns;
  if (first) {
    await readNames(first, names.subarray(0, middle));
    first.append(columns, 0, middle - 1);
    columns.firstLength = columns.length;
    columns.firstTable = first.table;
    columns.firstFile = first.file;
  }
  if (dynsym) {
    await readNames(dynsym, names.subarray(middle, end));
    dynsym.append(columns, middle, end - 1, versions);
    dropDuplicates(columns);
  }
  return columns;
}

function reserve(capacity: number, nameBytes: number): NameMemory {
  try {
    return new NameMemory(capacity, capacity, nameBytes);
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
