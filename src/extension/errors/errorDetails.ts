import type { HelperErrorData } from '../../protocol/errors';
import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';

/** The facts of a refusal as plain text: errno, the line, and the kernel's words with its caret. */
export function helperErrorDetails(error: HelperErrorData, t: Translate): string {
  const parts = [t('Code: {0}', error.code), printable(error.message)];
  if (error.errno !== undefined) {
    parts.push(t('Error number: {0}', error.errno));
  }
  if (error.line !== undefined && error.line !== '') {
    parts.push(t('The line that was written:'), indent(printable(error.line)));
  }
  if (error.log) {
    parts.push(t("The kernel's words (error_log):"), ...kernelLog(error.log));
  }
  return parts.join('\n');
}

/** As `error_log` shows it itself: the command, and a caret under the column it objects to. */
function kernelLog(log: NonNullable<HelperErrorData['log']>): string[] {
  const { text, command, column } = log;
  if (command === undefined || command === '') {
    return [indent(printable(text))];
  }
  const lines = [indent(printable(text)), indent(printable(command))];
  if (column !== undefined) {
    // Characters that are shown by number are wider than they were.
    lines.push(indent(`${' '.repeat(printable(command.slice(0, column)).length)}^`));
  }
  return lines;
}

function indent(line: string): string {
  return `  ${line}`;
}
