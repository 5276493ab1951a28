import { readFile, stat } from 'node:fs/promises';
import { containerOf } from './container';
import { parseMaps, type MappedFile } from './memoryMaps';
import { processIds } from './processList';

/** A file as `stat` tells it; the path finds it where maps shows another device (overlayfs, btrfs). */
export interface FileToFind {
  readonly path: string;
  readonly device: bigint;
  readonly inode: bigint;
}

/** A process that has a file mapped executable: a probe on the file is passed there. */
export interface FileMapper {
  readonly pid: number;
  readonly uid: number;
  /** Of the container it runs in, as the runtime numbers it. */
  readonly container?: string;
}

export interface FoundMappers {
  /** For each file, in order. */
  readonly mappers: readonly (readonly FileMapper[])[];
  /** Processes that may not be looked into: other users'. */
  readonly unseen: number;
  /** For each file, the device that maps shows for it; that of `stat` where nobody maps it. */
  readonly devices: readonly bigint[];
}

/**
 * Who has each of the files mapped executable now. Looks for the inode's number in each process's maps
 * and reads only lines that have it: some ten microseconds a process.
 */
export async function fileMappers(
  files: readonly FileToFind[],
  proc = '/proc',
): Promise<FoundMappers> {
  const mappers: FileMapper[][] = files.map(() => []);
  const devices = files.map(({ device }) => device);
  let unseen = 0;
  for (const pid of await processIds(proc)) {
    const maps = await readMaps(pid, proc);
    if (maps === 'denied') {
      unseen++;
    }
    if (!Buffer.isBuffer(maps)) {
      continue;
    }
    for (const [index, file] of files.entries()) {
      const mapped = findIn(maps, file);
      if (mapped) {
        devices[index] = mapped.dev;
        mappers[index]?.push(await describeMapper(pid, proc));
      }
    }
  }
  return { mappers, unseen, devices };
}

/** The file among those of one process. */
function findIn(maps: Buffer, file: FileToFind): MappedFile | undefined {
  const lines: Buffer[] = [];
  const inode = ` ${file.inode} `;
  for (let at = maps.indexOf(inode); at >= 0;) {
    const end = maps.indexOf('\n', at);
    const stop = end < 0 ? maps.length : end + 1;
    lines.push(maps.subarray(maps.lastIndexOf('\n', at) + 1, stop));
    at = maps.indexOf(inode, stop);
  }
  return parseMaps(Buffer.concat(lines)).find(
    ({ executable, inode, dev, path }) =>
      executable && inode === file.inode && (dev === file.device || path === file.path),
  );
}

/** Whose process it is, and of which container. */
export async function describeMapper(pid: number, proc: string): Promise<FileMapper> {
  const folder = `${proc}/${pid}`;
  const uid = await stat(folder).then(
    stats => stats.uid,
    () => -1,
  );
  const container = await containerOfProcess(pid, proc);
  return { pid, uid, ...(container === undefined ? {} : { container }) };
}

/** Id of the container that a process runs in; undefined where it is in none, or has ended. */
export async function containerOfProcess(pid: number, proc = '/proc'): Promise<string | undefined> {
  const cgroup = await readFile(`${proc}/${pid}/cgroup`, 'utf8').catch(() => '');
  return containerOf(cgroup)?.id;
}

async function readMaps(pid: number, proc: string): Promise<Buffer | 'denied' | 'ended'> {
  try {
    return await readFile(`${proc}/${pid}/maps`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'EACCES' || code === 'EPERM' ? 'denied' : 'ended';
  }
}
