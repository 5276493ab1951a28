import { stat } from 'node:fs/promises';
import type { SymbolFile } from '../../workers/symbolClient';
import type { FileOrigin, FilePath } from '../../workers/symbolMessages';

/** What opens a file in the symbol worker: `SymbolClient`. */
export interface SymbolSource {
  open(path: FilePath, signal?: AbortSignal, origin?: FileOrigin): Promise<SymbolFile>;
}

/** An index in use; dispose it when it is no longer needed. */
export interface Binary {
  readonly file: SymbolFile;
  dispose(): void;
}

interface Entry {
  readonly opening: Promise<SymbolFile>;
  /** Once it is open. */
  file?: SymbolFile;
  readonly path: string;
  users: number;
  closing: NodeJS.Timeout | undefined;
}

/** A tab that moves to another group, or a picker that opens again, finds its index still there. */
const GRACE_MS = 10_000;

/** Which files stand for others, and who wants to know when one is no longer needed. */
export interface Origins {
  get(path: string): FileOrigin | undefined;
  closed(path: string): void;
}

const NO_ORIGINS: Origins = { get: () => undefined, closed: () => undefined };

/** Indexes of executables, one for each state of a file on disk, shared by editors and pickers. */
export class OpenBinaries {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly source: SymbolSource,
    private readonly graceMs = GRACE_MS,
    private readonly origins: Origins = NO_ORIGINS,
  ) {}

  /** Rejects as `SymbolClient.open` does. */
  async open(path: string): Promise<Binary> {
    const key = await stateOf(path);
    const known = this.entries.get(key);
    const entry = known && !mayHaveChanged(known) ? known : this.add(key, path);
    clearTimeout(entry.closing);
    entry.users++;
    try {
      return this.lend(key, entry, await entry.opening);
    } catch (error) {
      entry.users--;
      this.forget(key, entry);
      throw error;
    }
  }

  /** From now on files of this build-id are read anew; who has one open keeps what it has. */
  renew(buildId: string): void {
    for (const [key, { file }] of this.entries) {
      if (file?.info.buildId === buildId) {
        this.entries.delete(key);
      }
    }
  }

  dispose(): void {
    for (const entry of this.entries.values()) {
      clearTimeout(entry.closing);
    }
    this.entries.clear();
  }

  private add(key: string, path: string): Entry {
    const opening = this.source.open(path, undefined, this.origins.get(path));
    const entry: Entry = { opening, path, users: 0, closing: undefined };
    this.entries.set(key, entry);
    return entry;
  }

  /** Another one may have its place since. */
  private forget(key: string, entry: Entry): void {
    if (this.entries.get(key) === entry) {
      this.entries.delete(key);
    }
  }

  private lend(key: string, entry: Entry, file: SymbolFile): Binary {
    entry.file = file;
    let lent = true;
    return {
      file,
      dispose: () => {
        if (lent) {
          lent = false;
          this.giveBack(key, entry, file);
        }
      },
    };
  }

  private giveBack(key: string, entry: Entry, file: SymbolFile): void {
    entry.users--;
    if (entry.users === 0) {
      entry.closing = setTimeout(() => {
        this.forget(key, entry);
        // A worker that is gone has freed it already.
        file.close().catch(() => undefined);
        if (![...this.entries.values()].some(({ path }) => path === entry.path)) {
          this.origins.closed(entry.path);
        }
      }, this.graceMs).unref();
    }
  }
}

/**
 * Symbols that are not the file's own may come from a debug file that was installed or replaced since: the
 * worker looks, and shares its index where they did not.
 */
function mayHaveChanged({ file }: Entry): boolean {
  return file !== undefined && !file.info.tables.includes('symtab');
}

/** Names the file and its content; a path that cannot be looked at stands for itself. */
async function stateOf(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
    // The path too: what the worker reads again after a crash, and what is shown.
    return [dev, ino, size, mtimeNs, path].join(':');
  } catch {
    return path;
  }
}
