import type { DebugSearch } from '../elf/debugFile';
import { debugFilesKey } from '../elf/debugFilesKey';
import type { DebugPlaces } from '../elf/debugPlaces';
import type { FilePath } from '../elf/elfBytes';
import { ElfError } from '../elf/elfError';
import { type ElfFileInfo, readFileInfo } from '../elf/elfFileInfo';
import { type ElfImage, withElfImage } from '../elf/elfImage';
import type { Demangler } from '../elf/names/demangler';
import { SymbolIndex, type SymbolsAtFirst } from '../elf/symbolIndex';

/** The symbols of a file, for all who have it open. */
export interface SharedSymbols {
  readonly first: SymbolsAtFirst;
  readonly index: Promise<SymbolIndex>;
}

interface Entry extends SharedSymbols {
  readonly key: string;
  users: number;
}

/**
 * Indexes by device, inode, size, time of change and build-id: a file that is the same by all of them is not read
 * again, whatever its path. What a file lacks itself may come from a separate debug file, so one without a symbol
 * table is the same only while there are the same debug files too, and still none where there was none. The index
 * that was closed last is kept for whoever opens it next.
 */
export class IndexCache {
  readonly #entries = new Set<Entry>();
  #idle: Entry | undefined;

  constructor(private readonly demangler: Promise<Demangler>) {}

  /** Throws ElfError. Each is to be released once. */
  async acquire(path: FilePath, places?: DebugPlaces): Promise<SharedSymbols> {
    const search = places && { path, places };
    const { info, debug } = await withElfImage(path, async image => ({
      info: await readFileInfo(image),
      debug: await debugKeyOf(image, search),
    }));
    const key = keyOf(info, debug);
    const known = [...this.#entries].find(entry => entry.key === key) ?? this.#takeIdle(key);
    if (known) {
      known.users++;
      this.#entries.add(known);
      return known;
    }
    const first = await SymbolIndex.begin(path, await this.demangler, places);
    // The file may have been replaced since. A debug file that was is another one at the next look.
    const entry: Entry = { key: keyOf(first.info, debug), first, index: first.index, users: 1 };
    this.#entries.add(entry);
    return entry;
  }

  release(shared: SharedSymbols): void {
    const entry = [...this.#entries].find(each => each === shared);
    if (entry && --entry.users === 0) {
      this.#entries.delete(entry);
      this.#idle = entry;
    }
  }

  /** Another file takes its place: two large ones are not kept for one that is open. */
  #takeIdle(key: string): Entry | undefined {
    const idle = this.#idle;
    this.#idle = undefined;
    return idle?.key === key ? idle : undefined;
  }
}

/** What says in a damaged file where its debug file is leads nowhere, in the index as here. */
async function debugKeyOf(image: ElfImage, search?: DebugSearch): Promise<string> {
  try {
    return await debugFilesKey(image, search);
  } catch (error) {
    if (error instanceof ElfError) {
      return error.code;
    }
    throw error;
  }
}

function keyOf({ dev, inode, size, mtime, buildId = '' }: ElfFileInfo, debug: string): string {
  return [dev, inode, size, mtime, buildId, debug].join(' ');
}
