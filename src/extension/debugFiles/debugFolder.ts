import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RefusedDebugFile } from '../../workers/symbolMessages';

/** Files of a folder that are looked into. */
const MAX_FILES = 1000;

/**
 * The debug file of a program in a folder: where its build-id leads to, laid out as gdb's debug folders or as
 * debuginfod's cache, or by any name in the folder itself. Nothing where none is proved to be of that build.
 * Rejects where the folder cannot be read, or with the signal's reason.
 * @param buildId of the program, hexadecimal
 * @param check why a file is not the one; nothing where it is
 */
export async function debugFileIn(
  folder: string,
  buildId: string,
  check: (file: string) => Promise<RefusedDebugFile | undefined>,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter(entry => entry.isFile() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .sort((a, b) => Number(isDebug(b)) - Number(isDebug(a)));
  const [first, rest] = [buildId.slice(0, 2), `${buildId.slice(2)}.debug`];
  const files = [join('.build-id', first, rest), join(first, rest), join(buildId, 'debuginfo')];
  for (const name of [...files, ...names.slice(0, MAX_FILES)]) {
    signal?.throwIfAborted();
    const file = join(folder, name);
    if ((await check(file)) === undefined) {
      return file;
    }
  }
  return undefined;
}

function isDebug(name: string): boolean {
  return name.endsWith('.debug');
}
