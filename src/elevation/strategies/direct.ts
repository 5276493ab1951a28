import { ElevationError } from '../elevationError';
import type { HelperFile } from '../helperFile';
import { cleanEnvironment } from '../launch/cleanEnvironment';
import { explainExit } from '../launch/explainExit';
import { runCommand } from '../launch/runningCommand';
import { launchOverSocket } from '../launch/socketLaunch';
import type { Availability, HelperConnection, Strategy } from '../strategy';
import type { LaunchSettings } from './launchSettings';

/** Root already: a container, code-server started as root. */
export class DirectStrategy implements Strategy {
  readonly id = 'direct';

  constructor(private readonly settings: LaunchSettings) {}

  check(): Promise<Availability> {
    return Promise.resolve(
      process.getuid?.() === 0
        ? { ok: true, reason: 'VS Code runs as root already: nothing is asked.' }
        : { ok: false, code: 'notRoot', reason: 'VS Code does not run as root.' },
    );
  }

  async start(helper: HelperFile, signal: AbortSignal): Promise<HelperConnection> {
    const { log } = this.settings;
    return launchOverSocket(
      {
        ...(await this.settings.forLaunch()),
        via: 'direct',
        prompts: false,
        run: argv => runCommand(argv, cleanEnvironment(), log),
        explain: end =>
          explainExit(end) ??
          new ElevationError(
            'ended',
            'The helper ended before it connected: see the log.',
            end.output,
          ),
      },
      helper,
      signal,
    );
  }
}
