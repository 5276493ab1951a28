import { stat } from 'node:fs/promises';
import type { PlaceFile } from '../../workers/callers/place';
import type { FilePath } from '../../workers/symbolMessages';

/**
 * A path by which a file that a process maps can be opened here, with nothing else behind it: its own, that
 * of the process's root, or what the process runs. Undefined where there is none any more.
 */
export async function findCode({
  path,
  pid,
  dev,
  inode,
  deleted,
  changed,
}: PlaceFile): Promise<FilePath | undefined> {
  const ways: FilePath[] = [
    ...(deleted ? [] : [path]),
    ...(pid === undefined || deleted ? [] : [below(`/proc/${pid}/root`, path)]),
    ...(pid === undefined ? [] : [`/proc/${pid}/exe`]),
  ];
  for (const way of ways) {
    try {
      const found = await stat(typeof way === 'string' ? way : Buffer.from(way), { bigint: true });
      const isThere = found.ino === inode && (found.dev === dev || hasNoDevice(dev));
      if (isThere && (changed === undefined || found.mtimeNs === changed)) {
        return way;
      }
    } catch {
      // Another way may lead there.
    }
  }
  return undefined;
}

function below(root: string, path: FilePath): FilePath {
  return typeof path === 'string'
    ? `${root}${path}`
    : Buffer.concat([Buffer.from(root), Buffer.from(path)]);
}

/** On btrfs and overlayfs /proc/PID/maps tells another device than `stat`, one without a driver (major 0). */
function hasNoDevice(dev: bigint): boolean {
  return ((dev >> 8n) & 0xfffn) === 0n;
}
