import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { FilePath } from './elfBytes';

/** Where distributions install debug files. */
const SYSTEM_FOLDER = '/usr/lib/debug';

/** By build-id, in each folder: `.build-id/ab/cdef….debug`. */
export function pathsByBuildId(buildId: string, folders: readonly string[]): string[] {
  const name = join('.build-id', buildId.slice(0, 2), `${buildId.slice(2)}.debug`);
  return buildId.length > 2 ? withSystem(folders).map(folder => join(folder, name)) : [];
}

/**
 * By the name in `.gnu_debuglink`: beside the file, in `.debug` there, in the file's own folder below each
 * debug folder; and in a folder of the user's itself.
 */
export async function pathsByLink(
  path: FilePath,
  name: string,
  folders: readonly string[],
): Promise<string[]> {
  const directories = await directoriesOf(path);
  const places = directories.flatMap(directory => [
    directory,
    join(directory, '.debug'),
    ...withSystem(folders).map(folder => join(folder, directory)),
  ]);
  return [...new Set([...places, ...folders.filter(isAbsolute)])].map(place => join(place, name));
}

/** As named and as linked: `/lib` is `/usr/lib` on most systems, and debug files know one of them. */
async function directoriesOf(path: FilePath): Promise<string[]> {
  const text = typeof path === 'string' ? path : Buffer.from(path).toString();
  const real = await realpath(text).catch(() => text);
  return [...new Set([dirname(text), dirname(real)])].filter(isAbsolute);
}

function withSystem(folders: readonly string[]): string[] {
  return [...folders.filter(isAbsolute), SYSTEM_FOLDER];
}
