import { ElevationError } from '../elevationError';
import { explainExit } from '../launch/explainExit';
import type { CommandEnd } from '../launch/runningCommand';

/**
 * The error of a sudo-prompt that ended without a helper. pkexec itself exits only with 126 (dismissed) and
 * 127 (anything else); sudo-prompt says "Command failed" when its marker came through, so the codes are then
 * the command's. Its other messages are not believed: a root's .bashrc that prints something makes it
 * report any failure as "User did not grant permission".
 */
export function explainPromptEnd(end: CommandEnd): ElevationError {
  const { message, exitCode, output } = end;
  const isPkexec = exitCode === 126 || exitCode === 127;
  if (message?.startsWith('Unable to find pkexec') === true) {
    return noPkexec(
      'pkexec is not installed: install the package pkexec (or polkit), or use the terminal.',
      message,
    );
  }
  if (isPkexec && message?.startsWith('Command failed') !== true) {
    return explainPkexec(exitCode, output);
  }
  return (
    explainExit(end) ??
    new ElevationError(
      'ended',
      `The helper ended before it connected${exitCode === undefined ? '' : ` (exit code ${exitCode})`}: see the log.`,
      output || message,
    )
  );
}

function explainPkexec(exitCode: 126 | 127, output: string): ElevationError {
  if (exitCode === 126) {
    return new ElevationError('cancelled', 'The password prompt was dismissed.', output);
  }
  if (/No authentication agent found/i.test(output)) {
    return new ElevationError(
      'noAgent',
      'No password dialog can be shown here (polkit found no authentication agent): use the terminal instead.',
      output,
    );
  }
  if (/must be setuid root|Error getting authority|Error initializing authority/i.test(output)) {
    return noPkexec(
      'pkexec does not work here (polkit is not running, or pkexec is not setuid root): use the terminal instead.',
      output,
    );
  }
  return new ElevationError(
    'denied',
    'Root was not given: the password was wrong, or a rule of this machine says no.',
    output,
  );
}

function noPkexec(sentence: string, detail: string): ElevationError {
  return new ElevationError('noPkexec', sentence, detail);
}
