import { ElevationError } from '../elevationError';
import { cleanEnvironment } from '../launch/cleanEnvironment';
import { explainExit } from '../launch/explainExit';
import { runCommand, type CommandEnd, type RunningCommand } from '../launch/runningCommand';
import type { Availability } from '../strategy';
import { SocketStrategy } from './socketStrategy';

/** Root already: a container, code-server started as root. */
export class DirectStrategy extends SocketStrategy {
  readonly id = 'direct';
  readonly prompts = false;

  check(): Promise<Availability> {
    return Promise.resolve(
      process.getuid?.() === 0
        ? { ok: true, reason: 'VS Code runs as root already: nothing is asked.' }
        : { ok: false, code: 'notRoot', reason: 'VS Code does not run as root.' },
    );
  }

  run(argv: readonly [string, ...string[]]): Promise<RunningCommand> {
    return Promise.resolve(runCommand(argv, cleanEnvironment(), this.settings.log));
  }

  explain(end: CommandEnd): ElevationError {
    return (
      explainExit(end) ??
      new ElevationError('ended', 'The helper ended before it connected: see the log.', end.output)
    );
  }
}
