import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isRootOwned } from '../interpreter';

/** Whether only root can change what is at a path, or would be once root had made what is missing of it. */
export async function isRootsPlace(path: string): Promise<boolean> {
  let there = path;
  while (!(await isThere(there))) {
    there = dirname(there);
  }
  return isRootOwned(there);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
