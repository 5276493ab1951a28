import { watch, type FSWatcher } from 'node:fs';
import { isUserRequest, type UserSymbol } from './attachRequest';
import type { ProbeStore } from './probeStore';
import type { Unsubscribe } from './signal';

/** Changes of a file that come so close together are looked at once, in ms. */
const GATHER = 50;
/** Most files that are watched: a user's inotify watches are few, and VS Code needs them too. */
const MAX_WATCHES = 64;

/**
 * Has the files of armed probes looked at as soon as the kernel tells of a change: one that is written over
 * has a breakpoint in other code until then. The looking at intervals goes on beside it, as some file
 * systems tell nothing and a watch ends with its inode.
 */
export class FileWakes {
  private readonly watches = new Map<string, FSWatcher>();
  private readonly subscription: Unsubscribe;
  private gathering: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: ProbeStore,
    private readonly wake: () => void,
  ) {
    this.subscription = store.onDidChange(() => this.update());
  }

  dispose(): void {
    this.subscription.dispose();
    clearTimeout(this.gathering);
    [...this.watches.keys()].forEach(path => this.end(path));
  }

  private update(): void {
    const wanted = new Set(
      this.store.probes.flatMap(({ request, state }) =>
        state === 'armed' && isUserRequest(request) && isWay(request.target)
          ? request.target.path
          : [],
      ),
    );
    for (const path of this.watches.keys()) {
      if (!wanted.has(path)) {
        this.end(path);
      }
    }
    for (const path of wanted) {
      if (!this.watches.has(path) && this.watches.size < MAX_WATCHES) {
        this.begin(path);
      }
    }
  }

  private begin(path: string): void {
    try {
      const watcher = watch(path, { persistent: false }, event => {
        if (event === 'rename') {
          // It was replaced or removed: what is there now is watched from the next change of the store on.
          this.end(path);
        }
        this.gathering ??= setTimeout(() => {
          this.gathering = undefined;
          this.wake();
        }, GATHER);
      });
      watcher.on('error', () => this.end(path));
      this.watches.set(path, watcher);
    } catch {
      // It is gone, or the user's watches are used up.
    }
  }

  private end(path: string): void {
    this.watches.get(path)?.close();
    this.watches.delete(path);
  }
}

/** Whether the path leads to the file for us too; what a process calls it may be another one here. */
function isWay({ path, process }: UserSymbol): boolean {
  return !process || path.startsWith('/proc/');
}
