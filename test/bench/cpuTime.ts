import { readFileSync } from 'node:fs';

/** Clock ticks a second that /proc counts in (USER_HZ). */
const TICKS = 100;

/** User and system time of this process with all its threads, ms. */
export function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** That of all child processes that have ended (cutime and cstime of /proc/PID/stat), ms. */
export function childrenCpu(): number {
  return ticks('self', 13);
}

/** That of another process (utime and stime), ms. */
export function cpuOf(pid: number | undefined): number {
  return ticks(pid ?? 0, 11);
}

/** Two fields of `/proc/PID/stat`, counted after the name, which may hold anything. */
function ticks(pid: number | 'self', at: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[at]) + Number(fields[at + 1])) * 1000) / TICKS;
}
