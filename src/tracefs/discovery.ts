import { readFile, statfs } from 'node:fs/promises';
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
  const root = (await findTracefs(await readMounts(), isTracefs)) ?? (await findByMagic());
  if (root === undefined) {
    throw new TracefsError(
      'notMounted',
      'tracefs is not mounted, or covered by another mount; run: sudo mount -t tracefs nodev /sys/kernel/tracing',
    );
  }
  return root;
}

/**
 * The first whole tracefs, else the `tracing` folder of the first whole debugfs. Bind mounts of a
 * part are passed over, and so is one that another file system is mounted on: its files are plain
 * ones, which root must not write commands to.
 */
export async function findTracefs(
  mounts: readonly Mount[],
  isThere: (path: string) => Promise<boolean>,
): Promise<string | undefined> {
  const whole = mounts.filter(mount => mount.root === '/');
  const places = [
    ...mountsOfType(whole, 'tracefs').map(({ mountPoint }) => mountPoint),
    ...mountsOfType(whole, 'debugfs').map(({ mountPoint }) => `${mountPoint}/tracing`),
  ];
  for (const path of places) {
    if (await isThere(path)) {
      return path;
    }
  }
  return undefined;
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
    if ((await magicOf(path)) === magic) {
      return path;
    }
  }
  return undefined;
}

/** What is at the path now, whatever was mounted there first. */
async function isTracefs(path: string): Promise<boolean> {
  const magic = await magicOf(path);
  return magic === TRACEFS_MAGIC || magic === DEBUGFS_MAGIC;
}

function magicOf(path: string): Promise<number | undefined> {
  return statfs(path).then(
    ({ type }) => type,
    () => undefined,
  );
}
