import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describeMapper, type FileMapper } from './fileMappers';
import { parseMaps } from './memoryMaps';
import { processIds } from './processList';

/** A file that runs, and in which processes. */
export interface RunningFile {
  /** As its processes call it. */
  readonly path: string;
  readonly dev: bigint;
  readonly inode: bigint;
  /** It has no name any more: an older build, or that of a package that was updated. */
  readonly deleted: boolean;
  readonly mappers: readonly FileMapper[];
}

type Found = RunningFile & { readonly mappers: FileMapper[] };

/**
 * Files other than that at `path` that have its name and are mapped executable, the most used first: the copy of
 * a library that a program brings along, or that of a container. `libssl.so.3`, `libssl.so.1.1` and
 * `libssl-5f3a9c01.so.3` are one name.
 */
export async function filesOfSameName(
  file: { readonly path: string; readonly inode: bigint },
  proc = '/proc',
): Promise<readonly RunningFile[]> {
  const wanted = stem(file.path);
  const found = new Map<string, Found>();
  for (const pid of await processIds(proc)) {
    const maps = await readFile(`${proc}/${pid}/maps`).catch(() => undefined);
    if (!maps?.includes(wanted.replace(/\.so$/, ''))) {
      continue;
    }
    for (const { path, dev, inode, executable, deleted } of parseMaps(maps)) {
      if (executable && typeof path === 'string' && inode !== file.inode && stem(path) === wanted) {
        const key = `${dev}:${inode}`;
        const known = found.get(key) ?? { path, dev, inode, deleted, mappers: [] };
        known.mappers.push(await describeMapper(pid, proc));
        found.set(key, known);
      }
    }
  }
  return [...found.values()].sort((a, b) => b.mappers.length - a.mappers.length);
}

/**
 * The file's name without its version, before `.so` or behind it, and without the hash by which Python's
 * packages name the libraries that they bring along.
 */
function stem(path: string): string {
  const library = /^(.+?)(?:-\d+(?:\.\d+)+|-[0-9a-f]{8})?\.so(?:[.-].*)?$/.exec(
    basename(path),
  )?.[1];
  return library === undefined ? basename(path) : `${library}.so`;
}
