import type { OwnerProcess } from './arguments';
import { processStatus, type ProcessStatus } from './processStatus';
import { ExitCode, StartError } from './startError';

/** How often the owner is looked for, in ms. */
const POLL_MS = 1000;

/**
 * The extension host this helper works for: alive, the one that was meant and the user's own.
 * Throws {@link StartError} `ownerGone`.
 */
export function checkOwner(owner: OwnerProcess, uid: number): ProcessStatus {
  const status = processStatus(owner.pid);
  if (status?.startTime !== owner.startTime || status.uid !== uid) {
    throw new StartError(
      ExitCode.ownerGone,
      `Process ${owner.pid} that the helper was started for is gone: start it again.`,
    );
  }
  return status;
}

/** Calls `gone` once the process has ended; its pid may have been given to another by then. */
export function watchOwner(owner: OwnerProcess, gone: () => void): { dispose(): void } {
  const timer = setInterval(() => {
    if (processStatus(owner.pid)?.startTime !== owner.startTime) {
      clearInterval(timer);
      gone();
    }
  }, POLL_MS);
  return {
    dispose: () => {
      clearInterval(timer);
    },
  };
}
