/** One argument for a POSIX shell: in single quotes, where nothing is special but the quote itself. */
function singleQuoted(argument: string): string {
  return `'${argument.replaceAll("'", "'\\''")}'`;
}

/**
 * The command string for sudo-prompt that makes root's shell see exactly `argv`.
 *
 * sudo-prompt puts it between double quotes of the user's /bin/sh, and what comes out is parsed again by
 * root's bash. It escapes only `"` itself, so `\`, `$` and backtick, alive inside double quotes (POSIX Shell
 * Command Language, 2.2.3), get their backslash here, around the single quotes meant for bash.
 * @throws RangeError for NUL (an uncaught exception in sudo-prompt) and line breaks (a second command as root).
 */
export function sudoPromptCommand(argv: readonly string[]): string {
  for (const argument of argv) {
    if (/[\0\r\n]/.test(argument)) {
      throw new RangeError('An argument for sudo-prompt may not contain NUL or line breaks.');
    }
  }
  return argv
    .map(singleQuoted)
    .join(' ')
    .replace(/[\\$`]/g, '\\$&');
}
