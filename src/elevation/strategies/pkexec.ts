import { stat } from 'node:fs/promises';
import type { ElevationError } from '../elevationError';
import type { CommandEnd, RunningCommand } from '../launch/runningCommand';
import { refuseWithoutSetuid } from '../setuid';
import type { Availability } from '../strategy';
import { forkElevator } from '../sudoPrompt/forkElevator';
import { explainPromptEnd } from '../sudoPrompt/promptFailure';
import type { LaunchSettings } from './launchSettings';
import { SocketStrategy } from './socketStrategy';

/** polkit's dialog, by sudo-prompt. */
export class PkexecStrategy extends SocketStrategy {
  readonly id = 'pkexec';
  readonly prompts = true;

  constructor(
    settings: LaunchSettings,
    private readonly elevatorPath: string,
  ) {
    super(settings);
  }

  /** Whether polkit has an agent that can ask is known only when it is asked: see `noAgent`. */
  async check(): Promise<Availability> {
    const refusal = await refuseWithoutSetuid();
    if (refusal !== undefined) {
      return refusal;
    }
    // sudo-prompt looks for these two by these paths, in this order, and runs them with this bash.
    if (await exists('/usr/bin/kdesudo')) {
      return no('kdesudo is installed and would be used in place of pkexec: remove it.');
    }
    if (!(await isSetuidRoot('/usr/bin/pkexec'))) {
      return no('There is no setuid /usr/bin/pkexec: install the package pkexec (or polkit).');
    }
    return (await exists('/bin/bash'))
      ? { ok: true, reason: dialogOf(process.env) }
      : no('There is no /bin/bash, which sudo-prompt needs: install bash.');
  }

  run(argv: readonly [string, ...string[]]): Promise<RunningCommand> {
    return Promise.resolve(forkElevator(this.elevatorPath, argv));
  }

  explain(end: CommandEnd): ElevationError {
    return explainPromptEnd(end);
  }
}

/** polkit does not tell whether there is an agent (`polkit(8)`); one has a desktop to show its dialog on. */
export function dialogOf(env: NodeJS.ProcessEnv): string {
  const isShown = env['DISPLAY'] !== undefined || env['WAYLAND_DISPLAY'] !== undefined;
  return isShown
    ? 'polkit asks for a password in a dialog of the desktop (pkexec).'
    : 'polkit asks for a password (pkexec), if something here can show its dialog: no desktop is seen. Else sudo in the terminal is offered.';
}

function no(reason: string): Availability {
  return { ok: false, code: 'noPkexec', reason };
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function isSetuidRoot(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true && found.uid === 0 && (found.mode & 0o4000) !== 0;
}
