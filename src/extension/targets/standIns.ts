import type { FileOrigin } from '../../workers/symbolMessages';

interface StandIn {
  readonly origin: FileOrigin;
  /** Removes the copy; none where the path leads to the file itself. */
  readonly remove?: () => Promise<void>;
  removal?: NodeJS.Timeout | undefined;
}

/** How long a copy that nobody reads is kept, in ms: often the next function is of the same file. */
const KEPT_MS = 60_000;

/** The files that are read in place of what processes run, by their path. */
export class StandIns {
  private readonly byPath = new Map<string, StandIn>();

  constructor(private readonly keptMs = KEPT_MS) {}

  add(path: string, origin: FileOrigin, remove?: () => Promise<void>): void {
    this.byPath.set(path, { origin, ...(remove && { remove }) });
  }

  /** What the file at a path stands for; asked by who begins to read it. */
  get(path: string): FileOrigin | undefined {
    const entry = this.byPath.get(path);
    clearTimeout(entry?.removal);
    return entry?.origin;
  }

  /** A copy of the same file in the same state, found by the same process. */
  find(
    wanted: Pick<FileOrigin, 'dev' | 'inode' | 'mtime' | 'process' | 'where'>,
  ): string | undefined {
    for (const [path, { origin, remove }] of this.byPath) {
      if (
        remove &&
        origin.dev === wanted.dev &&
        origin.inode === wanted.inode &&
        origin.mtime === wanted.mtime &&
        origin.where === wanted.where &&
        origin.process.pid === wanted.process.pid &&
        origin.process.start === wanted.process.start
      ) {
        this.get(path);
        return path;
      }
    }
    return undefined;
  }

  /** Nobody reads it any more. */
  closed(path: string): void {
    const entry = this.byPath.get(path);
    if (entry?.remove) {
      const { remove } = entry;
      clearTimeout(entry.removal);
      entry.removal = setTimeout(() => {
        this.byPath.delete(path);
        remove().catch(() => undefined);
      }, this.keptMs).unref();
    }
  }

  dispose(): void {
    for (const { removal } of this.byPath.values()) {
      clearTimeout(removal);
    }
    this.byPath.clear();
  }
}
