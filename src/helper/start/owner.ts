import type { OwnerProcess, Via } from './arguments';
import { isRunning, processStatus, type ProcessStatus } from './processStatus';
import { ExitCode, StartError } from './startError';

/** How often the owner is looked for, in ms. */
const POLL_MS = 1000;

/** Processes between the helper and its owner: `sudo`, its monitor, shells, the program that asks for a password. */
const MAX_ANCESTORS = 32;

/**
 * The extension host this helper works for: alive, the one that was meant, the user's own, and the one that
 * started it. A terminal's processes descend from another part of VS Code, so there the last is not asked for.
 * Throws {@link StartError} `ownerGone`.
 */
export function checkOwner(owner: OwnerProcess, uid: number, via: Via): ProcessStatus {
  const status = processStatus(owner.pid);
  if (status?.startTime !== owner.startTime || status.uid !== uid) {
    throw new StartError(
      ExitCode.ownerGone,
      `Process ${owner.pid} that the helper was started for is gone: start it again.`,
    );
  }
  if (via !== 'terminal' && !isAncestor(owner.pid)) {
    throw new StartError(
      ExitCode.ownerGone,
      `Process ${owner.pid} did not start this helper: start it from Probescope.`,
    );
  }
  return status;
}

function isAncestor(pid: number): boolean {
  let at: number | undefined = process.ppid;
  for (let steps = 0; at !== undefined && at > 1 && steps < MAX_ANCESTORS; steps++) {
    if (at === pid) {
      return true;
    }
    at = processStatus(at)?.parent;
  }
  return false;
}

/** Calls `gone` once the process has ended; its pid may have been given to another by then. */
export function watchOwner(owner: OwnerProcess, gone: () => void): { dispose(): void } {
  const timer = setInterval(() => {
    if (!isRunning(owner)) {
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
