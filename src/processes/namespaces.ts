import { readlink } from 'node:fs/promises';

/** The namespaces that make a container of a process: a file system and process ids of its own. */
const KINDS = ['mnt', 'pid'] as const;

/**
 * Whether a process has both other mounts and other process ids than we have: as a container has, and
 * a service with private mounts or a browser's sandbox has not. False where we may not look.
 */
export async function hasOwnNamespaces(pid: number, proc = '/proc'): Promise<boolean> {
  for (const kind of KINDS) {
    const [theirs, ours] = await Promise.all([
      namespaceOf(`${proc}/${pid}`, kind),
      namespaceOf(`${proc}/self`, kind),
    ]);
    if (theirs === undefined || ours === undefined || theirs === ours) {
      return false;
    }
  }
  return true;
}

function namespaceOf(folder: string, kind: (typeof KINDS)[number]): Promise<string | undefined> {
  return readlink(`${folder}/ns/${kind}`).catch(() => undefined);
}
