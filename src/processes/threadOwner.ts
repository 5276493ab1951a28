import { readFile } from 'node:fs/promises';
import { containerOf } from './container';

/** The process that a thread belongs to. Its strings are its own choice: not to be shown unescaped. */
export interface ThreadOwner {
  readonly pid: number;
  /** The kernel's `comm` of the process, at most 15 bytes. */
  readonly name: string;
  readonly uid: number;
  /** Id of the container it runs in, where it is in one. */
  readonly container?: string;
}

/**
 * Whose a thread is; undefined where it has ended, or runs in a pid namespace that is not seen from
 * here. `/proc/TID` is there for every thread, although a listing shows processes only.
 */
export async function threadOwner(tid: number, proc = '/proc'): Promise<ThreadOwner | undefined> {
  try {
    const pid = Number(statusField(await readFile(`${proc}/${tid}/status`, 'utf8'), 'Tgid'));
    const status = await readFile(`${proc}/${pid}/status`, 'utf8');
    const cgroup = await readFile(`${proc}/${pid}/cgroup`, 'utf8').catch(() => '');
    const container = containerOf(cgroup)?.id;
    return {
      pid,
      name: statusField(status, 'Name'),
      uid: Number(statusField(status, 'Uid').split('\t')[0]),
      ...(container !== undefined && { container }),
    };
  } catch {
    return undefined;
  }
}

/** The name may hold any character but is escaped by the kernel there (`proc_task_name`). */
function statusField(status: string, name: string): string {
  return new RegExp(`^${name}:\\t(.*)$`, 'm').exec(status)?.[1] ?? '';
}
