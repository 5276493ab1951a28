import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { containerOf, type Container } from './container';
import { textOrBytes } from './memoryMaps';
import { hasOwnNamespaces } from './namespaces';
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
  /** Its arguments with blanks between, as `ps` shows them; empty where it has none. */
  readonly commandLine: string;
  /** When it started, ms since the epoch (10 ms steps). */
  readonly startTime: number;
  /** The same in clock ticks since boot. With the pid it names a process for good. */
  readonly startTicks: number;
  /** Missing outside of containers. `unknown`: it has namespaces of its own, and no group tells whose. */
  readonly container?: Container | 'unknown';
}

/** The processes, and how many of them hide what they run. */
export interface ProcessList {
  readonly processes: readonly ProcessInfo[];
  /** Processes whose program this user may not see. */
  readonly unreadable: number;
}

/** Most bytes of a command line that are kept. */
const MAX_COMMAND = 4096;

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
    const [exe, commandLine, container] = await Promise.all([
      readlink(`${folder}/exe`, { encoding: 'buffer' }).catch(() => undefined),
      readCommandLine(folder),
      findContainer(proc, pid),
    ]);
    return {
      pid,
      name,
      uid,
      user: names.get(uid) ?? String(uid),
      ...(exe && { exe: textOrBytes(exe) }),
      commandLine,
      startTime: bootTime + startTicks * 10,
      startTicks,
      ...(container && { container }),
    };
  } catch {
    // It ended between the listing and now.
    return undefined;
  }
}

/** A process may write anything there: zeros end arguments, and it may have none. */
async function readCommandLine(folder: string): Promise<string> {
  const bytes = await readFile(`${folder}/cmdline`).catch(() => Buffer.alloc(0));
  return bytes.toString('utf8', 0, MAX_COMMAND).replace(/\0+$/, '').replaceAll('\0', ' ');
}

async function findContainer(
  proc: string,
  pid: number,
): Promise<Container | 'unknown' | undefined> {
  const cgroup = await readFile(`${proc}/${pid}/cgroup`, 'utf8').catch(() => '');
  return containerOf(cgroup) ?? ((await hasOwnNamespaces(pid, proc)) ? 'unknown' : undefined);
}

/** ms since the epoch. */
async function readBootTime(proc: string): Promise<number> {
  const text = await readFile(`${proc}/stat`, 'latin1');
  return Number(/^btime (\d+)$/m.exec(text)?.[1] ?? 0) * 1000;
}
