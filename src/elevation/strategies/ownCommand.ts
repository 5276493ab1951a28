import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { ElevationError } from '../elevationError';
import type { HelperFile } from '../helperFile';
import { ChildStream } from '../launch/childStream';
import { HelperLink } from '../launch/helperLink';
import { endOf } from '../launch/runningCommand';
import { cancelled } from '../launch/waitForHelper';
import type { Availability, HelperConnection, Strategy } from '../strategy';

/**
 * A command of the user's own whose standard input and output are the helper's stream, as
 * `ssh host sudo node helper.js --stdio` or a virtual machine's port. Nothing can be checked from here: the
 * helper's hello is what proves it.
 */
export class OwnCommandStrategy implements Strategy {
  readonly id = 'command';

  constructor(
    private readonly command: readonly string[],
    private readonly log: (line: string) => void,
  ) {}

  check(): Promise<Availability> {
    const [file] = this.command;
    const usable =
      file !== undefined && file !== '' && this.command.every(part => !part.includes('\0'));
    return Promise.resolve(
      usable
        ? { ok: true, reason: `Runs your own command: ${this.command.join(' ')}` }
        : {
            ok: false,
            code: 'badCommand',
            reason:
              'The setting probescope.helper.command is not a program with its arguments: correct it or empty it.',
          },
    );
  }

  async start(_helper: HelperFile, signal: AbortSignal): Promise<HelperConnection> {
    const checked = await this.check();
    if (!checked.ok) {
      throw new ElevationError(checked.code, checked.reason);
    }
    if (signal.aborted) {
      throw cancelled();
    }
    const [file, ...args] = this.command as [string, ...string[]];
    const child = spawn(file, args, { env: userEnvironment(), stdio: 'pipe' });
    const ended = endOf(child, this.log);
    await started(child, file);
    const stream = new ChildStream(child);
    stream.once('close', () => endSoon(child));
    return new HelperLink(stream, 'command', ended);
  }
}

/** How long a command has to end by itself once its input did, as a helper needs to clean up (ms). */
const GRACE_MS = 2500;

/** A command that does not end when its input does (a virtual machine) is told to. */
function endSoon(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const terminate = (): void => void child.kill('SIGTERM');
  const timer = setTimeout(terminate, GRACE_MS);
  // This process may end before that.
  process.once('exit', terminate);
  child.once('exit', () => {
    clearTimeout(timer);
    process.off('exit', terminate);
  });
}

function started(child: ChildProcess, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', error =>
      reject(
        new ElevationError(
          'badCommand',
          `The command of the setting probescope.helper.command cannot be started: check "${file}".`,
          error.message,
        ),
      ),
    );
  });
}

/** The user's own environment (ssh needs its agent) without what VS Code put in for its own processes. */
export function userEnvironment(from: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(from).filter(
      ([name]) => !/^(VSCODE_|ELECTRON_|CODE_SERVER|NODE_OPTIONS$)/.test(name),
    ),
  );
}
