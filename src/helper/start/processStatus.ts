import { readFileSync } from 'node:fs';
import type { OwnerProcess } from './arguments';

/** What `/proc/PID` says of a process; synchronous, as it is a few hundred bytes from memory. */
export interface ProcessStatus {
  /** Clock ticks since boot. */
  readonly startTime: bigint;
  readonly parent: number;
  /** The effective one. */
  readonly uid: number;
  /** The real one: a program that is set-group-id lends its user only the effective one (credentials(7)). */
  readonly gid: number;
  readonly groups: readonly number[];
}

/** A process that runs; a zombie counts as gone. Undefined if there is none of that pid. */
export function processStatus(pid: number): ProcessStatus | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the name in parentheses, which may hold any character (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent, startTime] = [fields[0], Number(fields[1]), fields[19]];
    if (state === 'Z' || state === 'X' || startTime === undefined) {
      return undefined;
    }
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const [uid, gid] = [numbers(status, 'Uid')[1], numbers(status, 'Gid')[0]];
    if (uid === undefined || gid === undefined) {
      return undefined;
    }
    const groups = numbers(status, 'Groups');
    return { startTime: BigInt(startTime), parent, uid, gid, groups };
  } catch {
    return undefined;
  }
}

/** Whether it still runs; its pid may have been given to another process by now. */
export function isRunning({ pid, startTime }: OwnerProcess): boolean {
  return processStatus(pid)?.startTime === startTime;
}

function numbers(status: string, name: string): number[] {
  const line = status.split('\n').find(text => text.startsWith(`${name}:`)) ?? '';
  return (line.match(/\d+/g) ?? []).map(Number);
}
