import { ElevationError } from '../elevationError';
import { STAGE_ZERO_EXIT } from './stageZero';
import type { CommandEnd } from './runningCommand';

/**
 * The error for an exit code of stage 0 or of the helper before it connected; undefined for any other code,
 * which is then sudo's or pkexec's own.
 */
export function explainExit(end: CommandEnd): ElevationError | undefined {
  const { exitCode, output } = end;
  switch (exitCode) {
    case STAGE_ZERO_EXIT.noRunDirectory:
      return new ElevationError(
        'ended',
        'Root cannot write to /run, where the helper is copied to: make /run writable, or make room there.',
        output,
      );
    case STAGE_ZERO_EXIT.tampered:
      return new ElevationError(
        'tampered',
        'The helper program changed after it was checked, so it was not run: try again, and reinstall the extension if this stays.',
        output,
      );
    case STAGE_ZERO_EXIT.interpreter:
    case 126:
    case 127:
      return new ElevationError(
        'interpreter',
        'Root cannot run the Node that would run the helper: install Node and name it in the setting probescope.helper.nodePath.',
        output,
      );
    case 77:
      return new ElevationError(
        'notRoot',
        'The helper was started but is not root, or cannot tell for whom it works: see the log.',
        output,
      );
    case 64:
    case 76:
    case 78:
      return new ElevationError(
        'ended',
        `The helper refused to start (exit code ${exitCode}): see the log.`,
        output,
      );
    default:
      return undefined;
  }
}
