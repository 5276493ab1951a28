import {
  filesOfSameName,
  nameStem,
  type RunningFile,
  runningFiles,
  withMappers,
} from '../../processes/sameName';
import { mappedPath } from '../pickers/mappedPath';

/** Reads the SONAME of each file; nothing for one that has none or cannot be read. */
export type ReadSonames = (paths: readonly string[]) => Promise<readonly (string | undefined)[]>;

/** A library by its name: a path that says so. */
const LIBRARY = /\.so(?:[.-][^/]*)?$/;

/**
 * Other files that run and are the same library: by SONAME, as the loader knows them, whatever their files are
 * called; by the file's name where either has none. The most used first.
 * @param way leads to the probed file, where something does
 */
export async function twinsOf(
  file: { readonly path: string; readonly inode: bigint },
  way: string | undefined,
  sonames: ReadSonames,
  proc = '/proc',
): Promise<readonly RunningFile[]> {
  const [own] = way === undefined ? [] : await read([way], sonames);
  if (own === undefined) {
    return filesOfSameName(file, proc);
  }
  const others = (await runningFiles(path => LIBRARY.test(path), proc)).filter(
    ({ inode }) => inode !== file.inode,
  );
  const ways = await Promise.all(others.map(other => mappedPath(other.pids[0] ?? 0, other, proc)));
  const readable = ways.flatMap(path => path ?? []);
  const known = await read(readable, sonames);
  const sonameAt = new Map(readable.map((path, index) => [path, known[index]]));
  const name = nameStem(file.path);
  const twins = others.filter((other, index) => {
    const soname = sonameAt.get(ways[index] ?? '');
    return soname === undefined
      ? nameStem(other.path) === name
      : nameStem(soname) === nameStem(own);
  });
  return withMappers(twins, proc);
}

/** Without a reader, whose worker may have ended, names of files are left. */
async function read(
  paths: readonly string[],
  sonames: ReadSonames,
): Promise<readonly (string | undefined)[]> {
  return sonames(paths).catch(() => []);
}
