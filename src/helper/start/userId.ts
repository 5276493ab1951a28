import type { StartArguments } from './arguments';
import { ExitCode, StartError } from './startError';

/** What of the environment is read, once, before it is dropped. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The user the helper works for, from the program that made it root and never from a message:
 * pkexec(1) sets `PKEXEC_UID`, sudo(8) `SUDO_UID`. Throws {@link StartError} `notRoot`.
 */
export function userIdOf(
  start: StartArguments,
  environment: Environment,
  own: { readonly uid: number; readonly euid: number },
): number {
  if (own.euid !== 0) {
    throw new StartError(
      ExitCode.notRoot,
      `The helper must run as root, not as user ${own.euid}: start it with sudo.`,
    );
  }
  if (start.mode === 'stdio') {
    const sudo = environment['SUDO_UID'];
    return sudo === undefined ? own.uid : parseId('SUDO_UID', sudo);
  }
  switch (start.via) {
    case 'direct':
      return own.uid;
    case 'pkexec':
      return parseId('PKEXEC_UID', environment['PKEXEC_UID']);
    case 'sudo':
    case 'terminal':
      return parseId('SUDO_UID', environment['SUDO_UID']);
  }
}

function parseId(name: string, text: string | undefined): number {
  // 2^32 - 1 is (uid_t)-1, "no user".
  if (text === undefined || !/^(?:0|[1-9]\d{0,9})$/.test(text) || Number(text) >= 2 ** 32 - 1) {
    throw new StartError(
      ExitCode.notRoot,
      `${name} does not name the user to work for: start the helper with sudo or pkexec.`,
    );
  }
  return Number(text);
}
