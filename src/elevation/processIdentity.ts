import { readFile } from 'node:fs/promises';

/** A process that cannot be taken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks from boot to its start: field 22 of /proc/PID/stat. */
  readonly startTime: string;
}

/**
 * Reads who `pid` is; undefined if there is no such process, or only its zombie.
 * The name of the process (field 2) may hold blanks and parentheses, so fields are counted from the last `)`.
 */
export async function processIdentity(pid: number): Promise<ProcessIdentity | undefined> {
  let stat: string;
  try {
    stat = await readFile(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTime = fields[19];
  return startTime === undefined || fields[0] === 'Z' ? undefined : { pid, startTime };
}

/** This process; what the helper watches as its owner. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  const own = await processIdentity(process.pid);
  if (own === undefined) {
    throw new Error('/proc/self/stat cannot be read: is /proc mounted?');
  }
  return own;
}
