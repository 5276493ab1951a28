import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { unlessGoneSync } from './unlessGoneSync';

/** How many processes are looked at before others get their turn: some 20 µs each. */
const AT_ONCE = 32;
/** Links of a process's `task` folder beside one for each thread (`proc_task_getattr` in `fs/proc/base.c`). */
const OWN_LINKS = 2;

/** The processes there are, ascending. */
export function processIds(): number[] {
  return numbers('/proc');
}

/** Threads of some processes, each by the process's own choice of `isIn`; what ends meanwhile is left out. */
export async function threadsWhere(
  pids: readonly number[],
  isIn: (pid: number) => boolean,
): Promise<number[]> {
  const found: number[] = [];
  for (const [index, pid] of pids.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) {
      await setImmediate();
    }
    if (isIn(pid)) {
      found.push(...(unlessGoneSync(() => threadsOf(pid)) ?? []));
    }
  }
  return found;
}

/** Most have only one, and counting is cheaper than listing. */
function threadsOf(pid: number): number[] {
  const folder = `/proc/${pid}/task`;
  return statSync(folder).nlink === OWN_LINKS + 1 ? [pid] : numbers(folder);
}

/**
 * Whether the process of a thread runs as that user for good: with its real, effective and saved id, as
 * ptrace asks it (`__ptrace_may_access()` in `kernel/ptrace.c`). What runs with more rights at times, such as sudo, is not
 * the user's. Undefined where it has ended.
 */
export function runsAs(tid: number, uid: number): boolean | undefined {
  // As UTF-8 Node reads it without a buffer in between; what names it holds does not matter.
  const status = unlessGoneSync(() => readFileSync(`/proc/${tid}/status`, 'utf8'));
  const ids = status === undefined ? undefined : /^Uid:\t(\d+)\t(\d+)\t(\d+)/m.exec(status);
  return ids ? ids.slice(1).every(id => Number(id) === uid) : undefined;
}

function numbers(folder: string): number[] {
  return readdirSync(folder)
    .filter(name => /^\d+$/.test(name))
    .map(Number);
}
