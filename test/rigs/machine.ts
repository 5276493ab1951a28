import { readFileSync } from 'node:fs';

/**
 * Whether a suite may change this machine (add a user, start D-Bus and polkit, write rules): in CI, or when asked for by
 * `npm test -- --rigs`; and only root can.
 */
export function machineMayChange(): boolean {
  const asked = process.env['CI'] === 'true' || process.env['PROBESCOPE_RIGS'] === '1';
  return asked && process.getuid?.() === 0;
}

/** Why `machineMayChange()` is false: the reason to give with a skip. */
export const MACHINE_STAYS = 'it changes the machine: as root, run it with CI=true or --rigs';

/** CAP_SYS_RESOURCE, bit 24 of what this process can give its children. */
export function mayRaiseLimits(): boolean {
  const status = readFileSync('/proc/self/status', 'latin1');
  const [, bounding = '0'] = /^CapBnd:\t(\w+)$/m.exec(status) ?? [];
  return ((BigInt(`0x${bounding}`) >> 24n) & 1n) === 1n;
}

/** What names a process for good: a pid alone may be given to another one later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time in clock ticks since boot: field 22 of /proc/PID/stat. */
  readonly start: string;
}

/** The identity of a running process, or undefined when it has ended (a zombie has). */
export function processIdentity(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command, in parentheses, may itself hold blanks and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const start = fields[19];
    return fields[0] === 'Z' || start === undefined ? undefined : { pid, start };
  } catch {
    return undefined;
  }
}

/** The session (setsid(2)) a running process is in, by its leader's pid; undefined when it has ended. */
export function sessionOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : Number(fields[3]);
  } catch {
    return undefined;
  }
}

/** Whether exactly this process, not a later one of the same pid, still runs. */
export function stillRuns(identity: ProcessIdentity): boolean {
  return processIdentity(identity.pid)?.start === identity.start;
}
