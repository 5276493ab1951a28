import type { ElevationError } from '../elevationError';
import type { HelperFile } from '../helperFile';
import type { CommandEnd, RunningCommand } from '../launch/runningCommand';
import { launchOverSocket } from '../launch/socketLaunch';
import type { Availability, HelperConnection, Strategy, StrategyId } from '../strategy';
import type { LaunchSettings } from './launchSettings';

/** A way to root that runs an argument array there; the helper then connects to a socket of ours. */
export abstract class SocketStrategy implements Strategy {
  abstract readonly id: Exclude<StrategyId, 'command'>;
  /** Someone may have to type before the array runs. */
  abstract readonly prompts: boolean;

  constructor(protected readonly settings: LaunchSettings) {}

  abstract check(): Promise<Availability>;

  /** Runs the argument array as root, in this way's manner. @throws ElevationError */
  abstract run(argv: readonly [string, ...string[]]): Promise<RunningCommand>;

  /** The error of a command that ended without doing what it was run for. */
  abstract explain(end: CommandEnd): ElevationError;

  async start(helper: HelperFile, signal: AbortSignal): Promise<HelperConnection> {
    return launchOverSocket(
      {
        ...(await this.settings.forLaunch()),
        via: this.id,
        prompts: this.prompts,
        run: argv => this.run(argv),
        explain: end => this.explain(end),
      },
      helper,
      signal,
    );
  }
}
