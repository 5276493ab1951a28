import { fork } from 'node:child_process';
import { cleanEnvironment } from '../launch/cleanEnvironment';
import type { CommandEnd, RunningCommand } from '../launch/runningCommand';
import { isPromptResult, toCommandEnd } from './promptResult';

/**
 * Runs `argv` as root by sudo-prompt, in a process with cwd `/` and a built environment. It leads a process
 * group of its own, so that stopping it closes the password dialog too: pkexec keeps the user's real uid, and
 * may be signalled, until the password was right.
 */
export function forkElevator(elevatorPath: string, argv: readonly string[]): RunningCommand {
  const child = fork(elevatorPath, argv, {
    cwd: '/',
    env: {
      ...cleanEnvironment(),
      ...(process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }),
    },
    execArgv: [],
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = new Promise<CommandEnd>(resolve => {
    child.once('message', message => {
      if (isPromptResult(message)) {
        resolve(toCommandEnd(message));
      }
    });
    child.once('error', error => resolve({ output: error.message }));
    child.once('exit', (code, signal) =>
      resolve({ output: `The elevator process ended (${signal ?? code ?? 'unknown'}).` }),
    );
  });
  return { ended, stop: () => stopGroup(child.pid) };
}

function stopGroup(pid: number | undefined): void {
  if (pid === undefined) {
    return;
  }
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // Over already, or all that is left of the group is root's.
  }
}
