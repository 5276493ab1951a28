import type { ProcessId } from '../../protocol/processFiles';
import { Refusal } from '../refusal';
import { isRunning } from '../start/processStatus';

/**
 * Makes sure that the process meant still runs. To be asked before a look into `/proc/PID` and again
 * after it: what was seen in between is then of that process.
 * Throws {@link Refusal} `processGone`, or `denied` for the helper itself.
 */
export function checkProcess({ pid, start }: ProcessId): void {
  if (pid === process.pid) {
    throw new Refusal('denied', 'That is the helper itself, which is not looked into.');
  }
  if (!isRunning({ pid, startTime: BigInt(start) })) {
    throw new Refusal('processGone', `Process ${pid} has ended: choose one that runs.`);
  }
}
