import { readFile } from 'node:fs/promises';
import { type MappedFile, parseMaps } from './memoryMaps';
import { processIds } from './processList';

/** /proc/PID/maps of another user's process, or of one that ended. */
export class ProcessUnreadableError extends Error {
  override readonly name = 'ProcessUnreadableError';

  constructor(
    /** `denied`: another user's process. `ended`: there is none with that pid any more. */
    readonly code: 'denied' | 'ended',
    pid: number,
  ) {
    super(
      code === 'denied'
        ? `You may not look into process ${pid}: it is another user's`
        : `Process ${pid} has ended`,
    );
  }
}

/** The program and libraries that a process has mapped executable. Throws ProcessUnreadableError. */
export async function mappedExecutables(pid: number, proc = '/proc'): Promise<MappedFile[]> {
  const files = await readMaps(pid, proc);
  return files.filter(({ executable }) => executable);
}

/** Who maps a file, and how many processes could not be asked. */
export interface FileUsers {
  readonly pids: readonly number[];
  readonly unreadable: number;
}

/**
 * The processes that have a file mapped executable: those in which a uprobe on it can fire now.
 * `dev` is that of another mapping or of stat(); see MappedFile.dev for where these differ.
 */
export async function processesMapping(
  file: { readonly dev: bigint; readonly inode: bigint },
  proc = '/proc',
): Promise<FileUsers> {
  const pids: number[] = [];
  let unreadable = 0;
  for (const pid of await processIds(proc)) {
    try {
      const files = await mappedExecutables(pid, proc);
      if (files.some(({ dev, inode }) => dev === file.dev && inode === file.inode)) {
        pids.push(pid);
      }
    } catch (error) {
      if (!(error instanceof ProcessUnreadableError)) {
        throw error;
      }
      unreadable += error.code === 'denied' ? 1 : 0;
    }
  }
  return { pids, unreadable };
}

async function readMaps(pid: number, proc: string): Promise<MappedFile[]> {
  try {
    return parseMaps(await readFile(`${proc}/${pid}/maps`));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const denied = code === 'EACCES' || code === 'EPERM';
    throw new ProcessUnreadableError(denied ? 'denied' : 'ended', pid);
  }
}
