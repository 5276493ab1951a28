import { stat } from 'node:fs/promises';
import type { MappedFile } from '../../processes/memoryMaps';

/**
 * A path by which we reach a file that a process has mapped: its own, or through the process's root
 * when it lives in another mount namespace (a container). Undefined when neither is that file now.
 */
export async function mappedPath(
  pid: number,
  file: Pick<MappedFile, 'path' | 'inode'>,
  proc = '/proc',
): Promise<string | undefined> {
  if (typeof file.path !== 'string') {
    return undefined;
  }
  for (const path of [file.path, `${proc}/${pid}/root${file.path}`]) {
    // Not the device: overlayfs and btrfs report another one in maps than in stat().
    const found = await stat(path, { bigint: true }).catch(() => undefined);
    if (found?.ino === file.inode) {
      return path;
    }
  }
  return undefined;
}
