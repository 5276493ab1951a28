import { readlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { FilePath } from './elfBytes';

/** As many symbolic links as the kernel follows in one path (MAXSYMLINKS in include/linux/namei.h). */
const MAX_LINKS = 40;

/** A file as the processes of a container see it. */
export interface RootedPath {
  /** Prefix of a path that leads into the container: `/proc/PID/root`, or `''` for none. */
  readonly root: string;
  /** Absolute below `root`. */
  readonly path: string;
}

/**
 * Splits a path through `/proc/PID/root`, `/proc/PID/exe` or `/proc/PID/map_files` into the root of that
 * process and the path below it. The text of such a link is the path inside (proc(5)).
 */
export async function rootedPath(file: FilePath): Promise<RootedPath> {
  const path = typeof file === 'string' ? file : Buffer.from(file).toString();
  const [, root, through, inside] =
    /^(\/proc\/(?:\d+|self)(?:\/task\/\d+)?)\/(root|exe|map_files)(?=\/|$)(.*)$/.exec(path) ?? [];
  if (root === undefined) {
    return { root: '', path };
  }
  if (through === 'root') {
    return { root: `${root}/root`, path: inside === '' ? '/' : (inside ?? '/') };
  }
  const target = await readlink(path).catch(() => '/');
  // Of a process with another root in our own mount namespace (chroot) it is the path as we see it.
  const top = await readlink(`${root}/root`).catch(() => '/');
  const below = target.startsWith(`${top}/`) ? target.slice(top.length) : target;
  return { root: `${root}/root`, path: below.replace(/ \(deleted\)$/, '') };
}

/**
 * The path with its symbolic links followed below the root. The kernel follows an absolute link from the
 * root of the process that asks (path_resolution(7)), which is the wrong one for a file of a container.
 */
export async function realPath({ root, path }: RootedPath): Promise<string> {
  let pending = path.split('/').filter(Boolean);
  let done = '/';
  let links = 0;
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    const next = join(done, part);
    const target = await readlink(root + next).catch(() => undefined);
    if (target === undefined) {
      done = next;
    } else if (++links > MAX_LINKS) {
      return path;
    } else {
      pending = [...resolve(dirname(next), target).split('/').filter(Boolean), ...pending];
      done = '/';
    }
  }
  return done;
}
