import { spawn } from 'node:child_process';
import { ElevationError } from '../elevationError';
import { cleanEnvironment } from '../launch/cleanEnvironment';
import { explainExit } from '../launch/explainExit';
import { endOf, runCommand } from '../launch/runningCommand';
import type { CommandEnd, RunningCommand } from '../launch/runningCommand';
import { rootShell } from '../launch/stageZero';
import type { Availability } from '../strategy';
import { SocketStrategy } from './socketStrategy';
import { findSudo, sudoOrRefusal } from './sudoProgram';

/** sudo may ask a directory service that does not answer (ms). */
const LIST_TIMEOUT_MS = 5000;

/** `sudo -n`: a rule with NOPASSWD, or a ticket that is still valid. It never asks. */
export class SudoStrategy extends SocketStrategy {
  readonly id = 'sudo';
  readonly prompts = false;

  /** `sudo -n -l` lists and runs nothing; it may say yes where another rule needs no password. */
  async check(): Promise<Availability> {
    const sudo = await sudoOrRefusal();
    if ('refusal' in sudo) {
      return sudo.refusal;
    }
    const child = spawn(sudo.path, ['-n', '-l', rootShell()], {
      cwd: '/',
      env: cleanEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: LIST_TIMEOUT_MS,
    });
    const { exitCode } = await endOf(child, this.settings.log);
    return exitCode === 0
      ? { ok: true, reason: '`sudo -n` gives root here without a password.' }
      : {
          ok: false,
          code: 'passwordNeeded',
          reason: 'sudo would ask for a password, or does not allow this user.',
        };
  }

  async run(argv: readonly [string, ...string[]]): Promise<RunningCommand> {
    const sudo = (await findSudo()) ?? '/usr/bin/sudo';
    return runCommand([sudo, '-n', '--', ...argv], cleanEnvironment(), this.settings.log);
  }

  explain(end: CommandEnd): ElevationError {
    return explainSudoEnd(end);
  }
}

/** sudo's own failures all exit with 1; as nobody was asked, none of them is the user's no. */
export function explainSudoEnd(end: CommandEnd): ElevationError {
  if (/no new privileges/i.test(end.output)) {
    return new ElevationError('noNewPrivs', 'sudo does not work under no_new_privs.', end.output);
  }
  return (
    explainExit(end) ??
    (end.exitCode === 1
      ? new ElevationError('passwordNeeded', 'sudo would ask for a password.', end.output)
      : new ElevationError(
          'ended',
          'The helper ended before it connected: see the log.',
          end.output,
        ))
  );
}
