import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { OutputTail } from './outputTail';

/** How a started command ended. */
export interface CommandEnd {
  /** Missing if a signal ended it, it could not be started, or nobody can tell. */
  readonly exitCode?: number;
  /** The last of its standard error, or why it could not be started. */
  readonly output: string;
  /** What sudo-prompt says about the end, where it ran the command. */
  readonly message?: string;
}

/** A command that is to become the helper. */
export interface RunningCommand {
  /** Never rejects. */
  readonly ended: Promise<CommandEnd>;
  /** Ends what the user may end: the prompt, not a root process, which ends by itself without its socket. */
  stop(): void;
}

/** Spawns a program without a shell; its standard error goes line by line to `log`. */
export function runCommand(
  argv: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): RunningCommand {
  const [file, ...args] = argv;
  const child = spawn(file, args, { cwd: '/', env, stdio: ['ignore', 'ignore', 'pipe'] });
  return { ended: endOf(child, log), stop: () => void child.kill('SIGTERM') };
}

/** The end of a child whose standard error, if piped, is read here. */
export function endOf(child: ChildProcess, log: (line: string) => void): Promise<CommandEnd> {
  const tail = new OutputTail(log);
  child.stderr?.on('data', (chunk: Buffer) => tail.add(chunk));
  return new Promise(resolve => {
    child.on('error', error => {
      // Also told here: a signal that may not be sent, as sudo's process is root's. It is no end.
      if (child.pid === undefined) {
        resolve({ output: error.message });
      }
    });
    child.once('close', code =>
      resolve({ ...(code === null ? {} : { exitCode: code }), output: tail.text }),
    );
  });
}
