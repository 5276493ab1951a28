import { closeSync, constants, openSync, readlinkSync } from 'node:fs';
import { O_PATH } from './processFiles/mappedInode';
import { isAnswering, mountOf, mountType } from './processFiles/mountType';

const STEP = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** MAXSYMLINKS in include/linux/namei.h. */
const MAX_LINKS = 40;

/** File systems of the kernel's own, whose files are no programs. */
const NO_CODE = /^(?:proc|(?:sys|debug|trace|config|security)fs|devtmpfs|cgroup2?)$/;

/** Something on the way is served by a program (FUSE), by the kernel itself, or by nobody any more. */
export class MountError extends Error {}

/**
 * As `openSync`, but nothing on the way is asked of a FUSE server: one that never answers would stop the helper with
 * all that it holds, and no signal but SIGKILL ends such a wait (`request_wait_answer()` in fs/fuse/dev.c). So
 * the path is walked name by name, and the number of the mount, which only the kernel tells, comes before the next.
 * Throws {@link MountError}.
 */
export function openPlain(path: string, flags: number): number {
  const [, root = '/', pid = 'self'] = /^(\/proc\/(\d+)\/root)\//.exec(path) ?? [];
  const walk = new Walk(root, Number(pid) || 'self');
  try {
    const names = path.slice(root.length).split('/').filter(Boolean);
    for (let links = 0; names.length > 1;) {
      const name = names.shift() ?? '';
      const link = walk.into(name, STEP);
      if (link !== undefined) {
        if (++links > MAX_LINKS) {
          throw Object.assign(new Error(path), { code: 'ELOOP' });
        }
        names.unshift(...link.split('/').filter(Boolean));
      }
    }
    return walk.open(names[0] ?? '.', flags);
  } finally {
    walk.close();
  }
}

/** A place on the way: an open folder, or the file itself, on a mount that was looked at. */
class Walk {
  private at: number;
  private mount: string | undefined;
  private type = '';

  constructor(
    private readonly root: string,
    private readonly pid: number | 'self',
  ) {
    this.at = this.checked(openSync(root, O_PATH));
  }

  /** Goes on to what has that name here; where that is a symbolic link, to where it begins, and gives back its text. */
  into(name: string, flags: number): string | undefined {
    const path = `/proc/self/fd/${this.at}/${name}`;
    let link: string;
    try {
      this.move(openSync(path, flags));
      return undefined;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOTDIR')) {
        throw error;
      }
      link = linkAt(path, error);
    }
    if (link.startsWith('/')) {
      this.move(openSync(this.root, O_PATH));
    }
    return link;
  }

  /** The very file that was found, so that nothing is looked up again. */
  open(name: string, flags: number): number {
    this.into(name, O_PATH | constants.O_NOFOLLOW);
    if (NO_CODE.test(this.type)) {
      throw new MountError();
    }
    return openSync(`/proc/self/fd/${this.at}`, flags);
  }

  close(): void {
    closeSync(this.at);
  }

  private move(to: number): void {
    const from = this.at;
    this.at = this.checked(to);
    closeSync(from);
  }

  private checked(fd: number): number {
    const mount = mountOf(fd);
    const type = mount === this.mount ? this.type : mountType(this.pid, mount);
    if (!isAnswering(type)) {
      closeSync(fd);
      throw new MountError();
    }
    this.mount = mount;
    this.type = type;
    return fd;
  }
}

function linkAt(path: string, notFolder: Error): string {
  try {
    return readlinkSync(path);
  } catch {
    throw notFolder;
  }
}
