import { constants, type BigIntStats } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { ProcessFile } from '../targets/processFile';

/**
 * A path by which we reach a file that a process has mapped: its own, or through the process's root
 * when it lives in another mount namespace (a container). Undefined when neither is that file now, or
 * we may not look there.
 */
export async function mappedPath(
  pid: number,
  file: Pick<ProcessFile, 'path' | 'inode' | 'device'> & { readonly deleted?: boolean },
  proc = '/proc',
): Promise<string | undefined> {
  const { path } = file;
  if (typeof path !== 'string' || file.deleted === true) {
    return undefined;
  }
  const inside = `${proc}/${pid}/root${path}`;
  const [here, there] = await Promise.all([look(path), look(inside)]);
  if (there && isFile(there, file)) {
    // An inode's number alone may be that of a file of ours by chance.
    const isHere = here?.dev === there.dev && here.ino === there.ino;
    return readable(isHere ? path : inside);
  }
  return here && isFile(here, file) ? readable(path) : undefined;
}

/** A file may be seen and run, and yet not be read. */
async function readable(path: string): Promise<string | undefined> {
  return access(path, constants.R_OK).then(
    () => path,
    () => undefined,
  );
}

/** Not by the device that maps tells: overlayfs and btrfs have another one in stat(). */
function isFile(
  found: BigIntStats,
  { inode, device }: Pick<ProcessFile, 'inode' | 'device'>,
): boolean {
  return found.ino === inode && (device === undefined || found.dev === device);
}

function look(path: string): Promise<BigIntStats | undefined> {
  return stat(path, { bigint: true }).catch(() => undefined);
}
