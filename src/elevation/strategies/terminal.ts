import { ElevationError } from '../elevationError';
import { explainExit } from '../launch/explainExit';
import type { CommandEnd, RunningCommand } from '../launch/runningCommand';
import type { Availability } from '../strategy';
import type { TerminalLauncher } from '../terminalLauncher';
import type { LaunchSettings } from './launchSettings';
import { SocketStrategy } from './socketStrategy';
import { findSudo, sudoOrRefusal } from './sudoProgram';

const TITLE = 'Probescope helper';
/** What sudo shows; %p is the user whose password it wants. */
const PROMPT = 'Probescope needs root to set probes. Password of %p: ';

/**
 * `sudo` in the integrated terminal, where the person types the password and the extension never sees it.
 * The helper lives as long as the terminal: closing it ends the helper, which then cleans up.
 */
export class TerminalStrategy extends SocketStrategy {
  readonly id = 'terminal';
  readonly prompts = true;

  constructor(
    settings: LaunchSettings,
    private readonly launcher: TerminalLauncher | undefined,
  ) {
    super(settings);
  }

  async check(): Promise<Availability> {
    if (this.launcher === undefined) {
      return { ok: false, code: 'noTerminal', reason: 'No terminal can be opened here.' };
    }
    const sudo = await sudoOrRefusal();
    return 'refusal' in sudo
      ? sudo.refusal
      : { ok: true, reason: 'sudo asks for a password in the integrated terminal.' };
  }

  async run(argv: readonly [string, ...string[]]): Promise<RunningCommand> {
    const { launcher } = this;
    if (launcher === undefined) {
      throw new ElevationError('noTerminal', 'No terminal can be opened here.');
    }
    return runInTerminal(launcher, (await findSudo()) ?? '/usr/bin/sudo', argv);
  }

  explain(end: CommandEnd): ElevationError {
    return explainTerminalEnd(end);
  }
}

function runInTerminal(
  launcher: TerminalLauncher,
  sudo: string,
  argv: readonly string[],
): RunningCommand {
  const terminal = launcher.open(sudo, ['-p', PROMPT, '--', ...argv], TITLE);
  return {
    ended: terminal.closed.then(exitCode => ({
      output: '',
      ...(exitCode === undefined ? {} : { exitCode }),
    })),
    stop: () => terminal.dispose(),
  };
}

/** sudo exits with 1 after wrong passwords, for a user it does not know, and on Ctrl+C at its prompt. */
export function explainTerminalEnd(end: CommandEnd): ElevationError {
  return (
    explainExit(end) ??
    (end.exitCode === 1
      ? new ElevationError(
          'denied',
          'sudo did not give root: the password was wrong, or this user may not use sudo.',
        )
      : new ElevationError('cancelled', 'The terminal was closed before the helper started.'))
  );
}
