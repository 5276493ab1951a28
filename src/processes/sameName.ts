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

/** A file that runs, by its processes' ids alone: who these are is looked up where it matters. */
export interface RunningCode extends Omit<RunningFile, 'mappers'> {
  readonly pids: readonly number[];
}

/**
 * Files other than that at `path` that have its name and are mapped executable, the most used first: the copy of
 * a library that a program brings along, or that of a container. `libssl.so.3`, `libssl.so.1.1` and
 * `libssl-5f3a9c01.so.3` are one name.
 */
export async function filesOfSameName(
  file: { readonly path: string; readonly inode: bigint },
  proc = '/proc',
): Promise<readonly RunningFile[]> {
  const name = nameStem(file.path);
  const found = await runningFiles(path => nameStem(path) === name, proc);
  return withMappers(
    found.filter(({ inode }) => inode !== file.inode),
    proc,
  );
}

/** Files that are mapped executable in any process, of those whose path is wanted. */
export async function runningFiles(
  isWanted: (path: string) => boolean,
  proc = '/proc',
): Promise<readonly RunningCode[]> {
  const found = new Map<string, RunningCode & { readonly pids: number[] }>();
  for (const pid of await processIds(proc)) {
    const maps = await readFile(`${proc}/${pid}/maps`).catch(() => Buffer.alloc(0));
    for (const { path, dev, inode, executable, deleted } of parseMaps(maps)) {
      if (executable && typeof path === 'string' && isWanted(path)) {
        const key = `${dev}:${inode}`;
        const known = found.get(key) ?? { path, dev, inode, deleted, pids: [] };
        known.pids.push(pid);
        found.set(key, known);
      }
    }
  }
  return [...found.values()];
}

/** The same with who runs them, the most used first. */
export async function withMappers(
  files: readonly RunningCode[],
  proc = '/proc',
): Promise<readonly RunningFile[]> {
  const described = await Promise.all(
    files.map(async ({ pids, ...file }) => ({
      ...file,
      mappers: await Promise.all(pids.map(pid => describeMapper(pid, proc))),
    })),
  );
  return described.sort((a, b) => b.mappers.length - a.mappers.length);
}

/**
 * The file's name without its version, before `.so` or behind it, and without the hash by which Python's
 * packages name the libraries that they bring along. Of a SONAME the same.
 */
export function nameStem(path: string): string {
  const library = /^(.+?)(?:-\d+(?:\.\d+)+|-[0-9a-f]{8})?\.so(?:[.-].*)?$/.exec(
    basename(path),
  )?.[1];
  return library === undefined ? basename(path) : `${library}.so`;
}
