import { posix } from 'node:path';
import { ElfError } from '../elfError';
import type { DebugSections, TextPlace } from './debugSections';
import { DwarfCursor } from './dwarfCursor';
import { readForm } from './forms';
import type { LineHeader } from './lineHeader';

const DW_LNCT_PATH = 1;
const DW_LNCT_DIRECTORY_INDEX = 2;
/** Bytes of a path, as Linux takes it. */
const MAX_PATH = 4096;
/** Folders or files of a unit: a hostile one could have as many as it has bytes, and each takes 100 in memory. */
const MAX_ENTRIES = 1 << 18;

interface FileEntry {
  readonly name: TextPlace;
  readonly folder: number;
}

/**
 * The paths of some files of a unit, by their numbers (DWARF 5, 6.2.4.1). Throws ElfError.
 * @param compiledIn the folder that the compiler ran in, for who asks for it
 */
export async function filePaths(
  header: LineHeader,
  numbers: ReadonlySet<number>,
  sections: DebugSections,
  compiledIn: () => Promise<string>,
): Promise<ReadonlyMap<number, string>> {
  const cursor = new DwarfCursor(header.bytes, header.tablesAt, header.programAt);
  const tables = header.version >= 5 ? new FormTables(header) : new PlainTables();
  const folders = tables.folders(cursor);
  const files = tables.files(cursor);
  const paths = new Map<number, string>();
  for (const number of numbers) {
    const entry = files[number - tables.firstFile];
    if (entry) {
      const parts = [await sections.text(entry.name)];
      for (const folder of tables.foldersOf(entry)) {
        parts.unshift(await sections.text(folders[folder - tables.firstFile] ?? ''));
      }
      const path = joined(parts);
      const whole = posix.isAbsolute(path) ? path : joined([await compiledIn(), path]);
      if (whole.length <= MAX_PATH) {
        paths.set(number, whole);
      }
    }
  }
  return paths;
}

/** From the last part that is absolute. */
function joined(parts: readonly string[]): string {
  const from = parts.findLastIndex(part => posix.isAbsolute(part));
  return posix.join(...parts.slice(Math.max(0, from)));
}

/** Versions 2 to 4: both count from 1, and folder 0 is where the compiler ran. */
class PlainTables {
  readonly firstFile = 1;

  folders(cursor: DwarfCursor): TextPlace[] {
    return [...texts(cursor)];
  }

  files(cursor: DwarfCursor): FileEntry[] {
    const files: FileEntry[] = [];
    for (const name of texts(cursor)) {
      files.push({ name, folder: cursor.uleb() });
      // Time of change and size.
      cursor.uleb();
      cursor.uleb();
    }
    return files;
  }

  foldersOf({ folder }: FileEntry): number[] {
    return folder === 0 ? [] : [folder];
  }
}

/** Version 5: both count from 0, and other folders are below folder 0. */
class FormTables {
  readonly firstFile = 0;

  constructor(private readonly header: LineHeader) {}

  folders(cursor: DwarfCursor): TextPlace[] {
    return this.entries(cursor).map(({ name }) => name);
  }

  files(cursor: DwarfCursor): FileEntry[] {
    return this.entries(cursor);
  }

  foldersOf({ folder }: FileEntry): number[] {
    return folder === 0 ? [0] : [folder, 0];
  }

  private entries(cursor: DwarfCursor): FileEntry[] {
    const formats = Array.from({ length: cursor.u8() }, () => [cursor.uleb(), cursor.uleb()]);
    const count = cursor.uleb();
    checkCount(count);
    const entries: FileEntry[] = [];
    while (entries.length < count) {
      const { at } = cursor;
      let entry: FileEntry = { name: '', folder: 0 };
      for (const [content = 0, form = 0] of formats) {
        const value = readForm(cursor, form, this.header);
        if (content === DW_LNCT_PATH && value.kind === 'text') {
          entry = { ...entry, name: value.text };
        } else if (content === DW_LNCT_DIRECTORY_INDEX && value.kind === 'number') {
          entry = { ...entry, folder: value.value };
        }
      }
      if (cursor.at === at) {
        throw new ElfError('unsupported', 'The line numbers of this file are damaged');
      }
      entries.push(entry);
    }
    return entries;
  }
}

/** Texts up to an empty one. */
function* texts(cursor: DwarfCursor): Generator<string> {
  let count = 0;
  for (let text = cursor.text(); text !== ''; text = cursor.text()) {
    checkCount(++count);
    yield text;
  }
}

function checkCount(count: number): void {
  if (count > MAX_ENTRIES) {
    throw new ElfError('tooLarge', 'The line numbers of this file name too many files');
  }
}
