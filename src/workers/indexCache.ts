import type { DebugPlaces } from '../elf/debugPlaces';
import type { FilePath } from '../elf/elfBytes';
import { type ElfFileInfo, readFileInfo } from '../elf/elfFileInfo';
import { withElfImage } from '../elf/elfImage';
import type { Demangler } from '../elf/names/demangler';
import { SymbolIndex, type SymbolsAtFirst } from '../elf/symbolIndex';

/** The symbols of a file, for all who have it open. */
export interface SharedSymbols {
  readonly first: SymbolsAtFirst;
  readonly index: Promise<SymbolIndex>;
}

interface Entry extends SharedSymbols {
  /** Nothing where it must not be found again. */
  readonly key: string | undefined;
  users: number;
}

/**
 * Indexes by device, inode, size, time of change and build-id: a file that is the same by all of them is not read
 * again, whatever its path. The one that was closed last is kept for whoever opens it next. What a
 * file lacks itself may come from another one that can change, so only what has a symbol table is found again.
 */
export class IndexCache {
  readonly #entries = new Set<Entry>();
  #idle: Entry | undefined;

  constructor(private readonly demangler: Promise<Demangler>) {}

  /** Throws ElfError. Each is to be released once. */
  async acquire(path: FilePath, places?: DebugPlaces): Promise<SharedSymbols> {
    const key = keyOf(await withElfImage(path, readFileInfo));
    const known = [...this.#entries].find(entry => entry.key === key) ?? this.#takeIdle(key);
    if (known) {
      known.users++;
      this.#entries.add(known);
      return known;
    }
    const first = await SymbolIndex.begin(path, await this.demangler, places);
    const isOwn = first.counts.tables.includes('symtab');
    // The file may have been replaced since the key was made.
    const entry: Entry = {
      key: isOwn ? keyOf(first.info) : undefined,
      first,
      index: first.index,
      users: 1,
    };
    this.#entries.add(entry);
    return entry;
  }

  release(shared: SharedSymbols): void {
    const entry = [...this.#entries].find(each => each === shared);
    if (entry && --entry.users === 0) {
      this.#entries.delete(entry);
      this.#idle = entry.key === undefined ? this.#idle : entry;
    }
  }

  /** Another file takes its place: two large ones are not kept for one that is open. */
  #takeIdle(key: string): Entry | undefined {
    const idle = this.#idle;
    this.#idle = undefined;
    return idle?.key === key ? idle : undefined;
  }
}

function keyOf({ dev, inode, size, mtime, buildId = '' }: ElfFileInfo): string {
  return [dev, inode, size, mtime, buildId].join(' ');
}
