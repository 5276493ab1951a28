import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { processIdentity } from '../processIdentity';
import { directoryRoots, isOwnPrivate, removeSocketDirectory } from './socketDirectory';

const NAME = /^probescope-(\d{1,10})-([0-9a-z]{1,13})-[A-Za-z0-9]{6}$/;

/**
 * Removes the socket directories of this user's extension hosts that died before they could (a SIGKILL while
 * the prompt was open). Returns their paths. A directory whose process lives, or that another user owns, stays.
 */
export async function sweepLeftovers(env = process.env): Promise<readonly string[]> {
  const swept: string[] = [];
  for (const root of await directoryRoots(env)) {
    for (const name of await readdir(root).catch(() => [])) {
      const match = NAME.exec(name);
      if (match === null) {
        continue;
      }
      const path = join(root, name);
      if ((await isOwnPrivate(path)) && !(await isAlive(Number(match[1]), match[2] ?? ''))) {
        await removeSocketDirectory(path);
        swept.push(path);
      }
    }
  }
  return swept;
}

async function isAlive(pid: number, start36: string): Promise<boolean> {
  const found = await processIdentity(pid);
  return found !== undefined && BigInt(found.startTime).toString(36) === start36;
}
