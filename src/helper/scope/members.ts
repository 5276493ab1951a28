import { MAX_SCOPE_THREADS, type Scope } from '../../protocol/scope';
import { checkProcess } from '../processFiles/targetProcess';
import { Refusal } from '../refusal';
import { processIds, runsAs, threadsWhere } from './threadsOf';

export type Limited = Exclude<Scope, { kind: 'all' }>;

/** The idle task of every CPU, in which interrupts are served; it is in no listing. */
export const IDLE = 0;

/** Throws {@link Refusal} `processGone` or `denied` for processes that may not be named. */
export function checkNamed(scope: Scope, uid: number): void {
  if (scope.kind !== 'processes') {
    return;
  }
  for (const process of scope.processes) {
    const { pid } = process;
    checkProcess(process);
    if (!scope.otherUsers && runsAs(pid, uid) === false) {
      throw new Refusal(
        'denied',
        `Process ${pid} does not run as user ${uid} alone: ask for other users' processes to see it.`,
      );
    }
  }
}

/**
 * The threads that a scope stands for now; children of named processes are the kernel's to follow.
 * Throws {@link Refusal} `limit`.
 */
export async function membersOf(scope: Limited, uid: number): Promise<number[]> {
  const tids =
    scope.kind === 'mine'
      ? await threadsWhere(processIds(), pid => runsAs(pid, uid) === true)
      : await threadsWhere(
          scope.processes.filter(isSame).map(({ pid }) => pid),
          pid => mayBeIn(pid, scope, uid),
        );
  if (tids.length > MAX_SCOPE_THREADS) {
    throw new Refusal(
      'limit',
      `These processes have ${tids.length} threads, and ${MAX_SCOPE_THREADS} is the most: choose fewer.`,
    );
  }
  return scope.kind === 'mine' && uid === 0 ? [IDLE, ...tids] : tids;
}

/** Whether a thread, known to be among them or a child, may stay so; one that has ended does no harm. */
export function mayBeIn(tid: number, scope: Limited, uid: number): boolean {
  const any = tid === IDLE || (scope.kind === 'processes' && scope.otherUsers);
  return any || runsAs(tid, uid) !== false;
}

function isSame(process: Extract<Scope, { kind: 'processes' }>['processes'][number]): boolean {
  try {
    checkProcess(process);
    return true;
  } catch {
    return false;
  }
}
