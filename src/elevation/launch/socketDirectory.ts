import { chmod, lstat, mkdtemp, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HelperFile } from '../helperFile';
import { ownIdentity } from '../processIdentity';

/** `sun_path` of unix(7) holds 108 bytes with its NUL. */
const MAX_SOCKET_PATH = 107;
const PREFIX = 'probescope';

/** Names inside the directory; a left-over is removed by these names only. */
export const SOCKET_NAME = 's';
export const HELPER_NAME = 'helper.js';

/**
 * A private directory for one start: the socket the helper connects to and the copy of the helper that root
 * reads. Its name says whose it is: `probescope-PID-START-RANDOM`, the start time in base 36.
 */
export class SocketDirectory {
  readonly socketPath: string;
  readonly helperPath: string;

  private constructor(readonly path: string) {
    this.socketPath = join(path, SOCKET_NAME);
    this.helperPath = join(path, HELPER_NAME);
  }

  /** Below $XDG_RUNTIME_DIR if that is the user's alone, else below /tmp; mode 0700. */
  static async create(helper: HelperFile, env = process.env): Promise<SocketDirectory> {
    const { pid, startTime } = await ownIdentity();
    const name = `${PREFIX}-${pid}-${BigInt(startTime).toString(36)}-`;
    const roots = await directoryRoots(env);
    const root = roots.find(
      candidate =>
        Buffer.byteLength(join(candidate, `${name}XXXXXX`, SOCKET_NAME)) <= MAX_SOCKET_PATH,
    );
    const directory = new SocketDirectory(await mkdtemp(join(root ?? '/tmp', name)));
    await chmod(directory.path, 0o700);
    await writeFile(directory.helperPath, helper.bytes, { mode: 0o600, flag: 'wx' });
    // An access time before the modification time is updated by the first read, also under `relatime`.
    await utimes(directory.helperPath, 0, new Date());
    return directory;
  }

  /** Whether someone has read the helper's copy. Always false on a file system mounted `noatime`. */
  async isHelperRead(): Promise<boolean> {
    try {
      return (await stat(this.helperPath)).atimeMs > 0;
    } catch {
      return false;
    }
  }

  /** Removes it with all it holds. Never throws: what cannot be removed is found at the next start. */
  async remove(): Promise<void> {
    await removeSocketDirectory(this.path);
  }
}

/** Removes the two files by name and then the directory, if nothing else is in it. */
export async function removeSocketDirectory(path: string): Promise<void> {
  await rm(join(path, SOCKET_NAME), { force: true }).catch(ignore);
  await rm(join(path, HELPER_NAME), { force: true }).catch(ignore);
  await rmdir(path).catch(ignore);
}

/** Where socket directories are made, best first. */
export async function directoryRoots(env = process.env): Promise<readonly string[]> {
  const runtime = env['XDG_RUNTIME_DIR'];
  return runtime !== undefined && (await isOwnPrivate(runtime)) ? [runtime, '/tmp'] : ['/tmp'];
}

/** Whether it is a real directory of this user that nobody else may enter. */
export async function isOwnPrivate(path: string): Promise<boolean> {
  try {
    const found = await lstat(path);
    return (
      path.startsWith('/') &&
      found.isDirectory() &&
      found.uid === process.getuid?.() &&
      (found.mode & 0o077) === 0
    );
  } catch {
    return false;
  }
}

function ignore(): void {
  // Someone else removed it, or it is not empty: the next start looks again.
}
