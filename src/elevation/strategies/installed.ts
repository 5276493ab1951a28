import { ElevationError } from '../elevationError';
import { HelperFile } from '../helperFile';
import { installedState } from '../installed/installedHelper';
import { INSTALLED_LAUNCHER } from '../installed/places';
import { cleanEnvironment } from '../launch/cleanEnvironment';
import { runCommand, type CommandEnd, type RunningCommand } from '../launch/runningCommand';
import { refuseWithoutSetuid } from '../setuid';
import type { Availability } from '../strategy';
import { explainPromptEnd } from '../sudoPrompt/promptFailure';
import type { LaunchSettings } from './launchSettings';
import { SocketStrategy } from './socketStrategy';

/**
 * The helper that root put in place: polkit asks in words of our own, and root runs nothing that the user could
 * have changed. There is no shell between, so pkexec is run as it is.
 */
export class InstalledStrategy extends SocketStrategy {
  readonly id = 'installed';
  readonly prompts = true;

  constructor(
    settings: LaunchSettings,
    private readonly helperPath: string,
  ) {
    super(settings);
  }

  async check(): Promise<Availability> {
    const refusal = await refuseWithoutSetuid();
    if (refusal !== undefined) {
      return refusal;
    }
    try {
      const { interpreter } = await this.settings.forLaunch();
      const state = await installedState(await HelperFile.read(this.helperPath), interpreter);
      return state === 'ready'
        ? { ok: true, reason: `polkit asks for a password and runs ${INSTALLED_LAUNCHER}.` }
        : {
            ok: false,
            code: state === 'none' ? 'notInstalled' : 'otherHelper',
            reason: REASONS[state],
          };
    } catch (error) {
      if (error instanceof ElevationError) {
        return { ok: false, code: error.code, reason: error.message };
      }
      throw error;
    }
  }

  run(argv: readonly [string, ...string[]]): Promise<RunningCommand> {
    const pkexec = ['/usr/bin/pkexec', '--disable-internal-agent', ...argv] as const;
    return Promise.resolve(runCommand(pkexec, cleanEnvironment(), this.settings.log));
  }

  explain(end: CommandEnd): ElevationError {
    return explainPromptEnd(end);
  }
}

const REASONS = {
  none: 'No helper is installed.',
  other:
    'The installed helper is of another version of Probescope, or for another Node: install it again.',
  unsafe: 'Not only root can change the installed helper or its Node, so it is not used.',
} as const;
