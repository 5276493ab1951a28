import { dirname, isAbsolute, join } from 'node:path';
import type { DebugOrigin, DebugPlaces } from './debugPlaces';
import type { FilePath } from './elfBytes';
import { realPath, rootedPath, type RootedPath } from './rootedPath';

/** Where distributions install debug files. */
const SYSTEM_FOLDER = '/usr/lib/debug';
const HEX = /^[0-9a-f]+$/;

/** A place where a debug file may be. */
export interface Candidate {
  readonly file: string;
  readonly origin: DebugOrigin;
}

/**
 * By build-id: the one that the user chose, then `.build-id/ab/cdef….debug` in each debug folder, in that of
 * the program's container too, then what was downloaded.
 */
export function candidatesById(
  buildId: string,
  { folders, downloads = [], chosen = {} }: DebugPlaces,
  root = '',
): Candidate[] {
  // It comes from a file: only what the notes reader makes of it may become part of a path.
  if (buildId.length <= 2 || !HEX.test(buildId)) {
    return [];
  }
  const mine = Object.hasOwn(chosen, buildId) ? chosen[buildId] : undefined;
  const name = join('.build-id', buildId.slice(0, 2), `${buildId.slice(2)}.debug`);
  const debugFolders = [...absolute(folders), ...inBoth(SYSTEM_FOLDER, root)];
  return [
    ...(mine ? [{ file: mine.file, origin: originOf(mine) }] : []),
    ...debugFolders.map(folder => ({ file: join(folder, name), origin: 'buildId' as const })),
    ...absolute(downloads).map(folder => ({
      file: join(folder, buildId, 'debuginfo'),
      origin: 'download' as const,
    })),
  ];
}

/**
 * By the name in `.gnu_debuglink`: beside the file, in `.debug` there, in the file's own folder below each
 * debug folder; and in a folder of the user's itself.
 */
export async function candidatesByLink(
  path: FilePath,
  name: string,
  folders: readonly string[],
): Promise<Candidate[]> {
  const rooted = await rootedPath(path);
  const { root } = rooted;
  const mine = absolute(folders);
  const places = (await directoriesOf(rooted)).flatMap(directory => [
    root + directory,
    join(root + directory, '.debug'),
    ...[...mine, ...inBoth(SYSTEM_FOLDER, root)].map(folder => join(folder, directory)),
  ]);
  return [...new Set([...places, ...mine])].map(place => ({
    file: join(place, name),
    origin: 'link',
  }));
}

/** As named and as linked: `/lib` is `/usr/lib` on most systems, and debug files know one of them. */
async function directoriesOf(rooted: RootedPath): Promise<string[]> {
  const real = await realPath(rooted);
  return [...new Set([dirname(rooted.path), dirname(real)])].filter(isAbsolute);
}

/** In the container of the program first. */
function inBoth(folder: string, root: string): string[] {
  return root === '' ? [folder] : [root + folder, folder];
}

function originOf({ unchecked }: { readonly unchecked?: boolean }): DebugOrigin {
  return unchecked ? 'unchecked' : 'chosen';
}

function absolute(folders: readonly string[]): string[] {
  return folders.filter(isAbsolute);
}
