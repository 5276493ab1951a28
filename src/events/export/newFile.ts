import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm } from 'node:fs/promises';

/**
 * Writes a file that only the user may read, and that takes the place of another one when it is whole:
 * values of programs are private, and nobody meets half a file. Rejects as `fs` and `write` do; there is
 * then no new file, and an old one is as it was.
 */
export async function writeNewFile<Result>(
  path: string,
  write: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  // A link stays one: the file that it leads to is replaced.
  const target = await realpath(path).catch(() => path);
  const partial = `${target}.${randomBytes(6).toString('hex')}.part`;
  const file = await open(partial, 'wx', 0o600);
  try {
    const result = await write(file).finally(() => file.close());
    await rename(partial, target);
    return result;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
