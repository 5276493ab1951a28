import { unwatchFile, watchFile, type BigIntStats } from 'node:fs';

/** ms between two looks at a file. */
const INTERVAL_MS = 2000;

/**
 * Calls back when the file at the path becomes another one or gets other content. It looks at the
 * path by time: a rebuilt program replaces its file, and a watch on the old inode would see nothing.
 */
export function watchFileState(path: string, changed: () => void): { dispose(): void } {
  const listener = (now: BigIntStats, before: BigIntStats): void => {
    if (now.ino !== before.ino || now.mtimeNs !== before.mtimeNs || now.size !== before.size) {
      changed();
    }
  };
  watchFile(path, { bigint: true, persistent: false, interval: INTERVAL_MS }, listener);
  return { dispose: () => unwatchFile(path, listener) };
}
