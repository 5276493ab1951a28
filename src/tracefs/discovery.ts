import { readFile, stat, statfs } from 'node:fs/promises';
import { TracefsError } from './errors';
import { type Mount, mountsOfType, parseMountinfo } from './mountinfo';

/** `include/uapi/linux/magic.h`. */
const TRACEFS_MAGIC = 0x74726163;
const DEBUGFS_MAGIC = 0x64626720;

/** Where `statfs` looks, in this order. Old kernels have the files in debugfs itself. */
const PLACES: readonly [path: string, magic: number][] = [
  ['/sys/kernel/tracing', TRACEFS_MAGIC],
  ['/sys/kernel/debug/tracing', TRACEFS_MAGIC],
  ['/sys/kernel/debug/tracing', DEBUGFS_MAGIC],
];

/**
 * The root of tracefs: from mountinfo, else from `statfs` on the usual places. Throws `notMounted`.
 */
export async function discoverRoot(): Promise<string> {
  const root = (await findTracefs(await readMounts(), isDirectory)) ?? (await findByMagic());
  if (root === undefined) {
    throw new TracefsError(
      'notMounted',
      'tracefs is not mounted; run: sudo mount -t tracefs nodev /sys/kernel/tracing',
    );
  }
  return root;
}

/**
 * The first whole tracefs, else the `tracing` folder of the first whole debugfs. Bind mounts of a
 * part are passed over.
 */
export async function findTracefs(
  mounts: readonly Mount[],
  isFolder: (path: string) => Promise<boolean>,
): Promise<string | undefined> {
  const whole = mounts.filter(mount => mount.root === '/');
  const tracefs = mountsOfType(whole, 'tracefs')[0];
  if (tracefs !== undefined) {
    return tracefs.mountPoint;
  }
  const debugfs = mountsOfType(whole, 'debugfs')[0];
  const inside = debugfs === undefined ? undefined : `${debugfs.mountPoint}/tracing`;
  return inside !== undefined && (await isFolder(inside)) ? inside : undefined;
}

/** Where debugfs is mounted, if it is. */
export async function findDebugfs(): Promise<string | undefined> {
  return mountsOfType(await readMounts(), 'debugfs').find(mount => mount.root === '/')?.mountPoint;
}

/** No mounts where mountinfo cannot be read or makes no sense: then `statfs` decides. */
async function readMounts(): Promise<Mount[]> {
  try {
    return parseMountinfo(await readFile('/proc/self/mountinfo', 'utf8'));
  } catch {
    return [];
  }
}

async function findByMagic(): Promise<string | undefined> {
  for (const [path, magic] of PLACES) {
    const type = await statfs(path).then(
      info => info.type,
      () => undefined,
    );
    if (type === magic) {
      return path;
    }
  }
  return undefined;
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    info => info.isDirectory(),
    () => false,
  );
}
