import { readFile } from 'node:fs/promises';
import { type MappedFile, parseMaps } from './memoryMaps';

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

async function readMaps(pid: number, proc: string): Promise<MappedFile[]> {
  try {
    return parseMaps(await readFile(`${proc}/${pid}/maps`));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const denied = code === 'EACCES' || code === 'EPERM';
    throw new ProcessUnreadableError(denied ? 'denied' : 'ended', pid);
  }
}
