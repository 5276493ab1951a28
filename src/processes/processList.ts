import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { textOrBytes } from './memoryMaps';
import { parseStat } from './processStat';
import { userNames } from './userNames';

/** A running process. Its strings are its own choice: not to be shown unescaped. */
export interface ProcessInfo {
  readonly pid: number;
  /** The kernel's `comm`, at most 15 bytes. */
  readonly name: string;
  readonly uid: number;
  /** Name of `uid`, or the number as text. */
  readonly user: string;
  /** The program; missing for another user's process, which one may not look into. */
  readonly exe?: string | Uint8Array;
  /** When it started, ms since the epoch (10 ms steps). With the pid it names a process for good. */
  readonly startTime: number;
}

/** The processes, and how many of them hide what they run. */
export interface ProcessList {
  readonly processes: readonly ProcessInfo[];
  /** Processes whose program this user may not see. */
  readonly unreadable: number;
}

/** All processes but kernel threads, by pid. What ends meanwhile is left out. */
export async function listProcesses(proc = '/proc'): Promise<ProcessList> {
  const [pids, bootTime, names] = await Promise.all([
    processIds(proc),
    readBootTime(proc),
    userNames(),
  ]);
  const found = await Promise.all(pids.map(pid => describe(proc, pid, bootTime, names)));
  const processes = found.filter(process => process !== undefined);
  return { processes, unreadable: processes.filter(({ exe }) => exe === undefined).length };
}

/** Pids in /proc, ascending. */
export async function processIds(proc: string): Promise<number[]> {
  const names = await readdir(proc);
  return names
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

async function describe(
  proc: string,
  pid: number,
  bootTime: number,
  names: ReadonlyMap<number, string>,
): Promise<ProcessInfo | undefined> {
  try {
    const folder = `${proc}/${pid}`;
    const { name, isKernelThread, startTicks } = parseStat(await readFile(`${folder}/stat`));
    if (isKernelThread) {
      return undefined;
    }
    const { uid } = await stat(folder);
    const exe = await readlink(`${folder}/exe`, { encoding: 'buffer' }).catch(() => undefined);
    return {
      pid,
      name,
      uid,
      user: names.get(uid) ?? String(uid),
      ...(exe && { exe: textOrBytes(exe) }),
      startTime: bootTime + startTicks * 10,
    };
  } catch {
    // It ended between the listing and now.
    return undefined;
  }
}

/** ms since the epoch. */
async function readBootTime(proc: string): Promise<number> {
  const text = await readFile(`${proc}/stat`, 'latin1');
  return Number(/^btime (\d+)$/m.exec(text)?.[1] ?? 0) * 1000;
}
