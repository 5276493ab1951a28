/** Bytes that may wait for a reader; what comes then is lost, as nobody reads it. */
const MAX_WAITING = 64 * 1024;

/**
 * Standard error that never keeps the helper waiting. Node writes to a terminal synchronously, and one where output is
 * stopped (Ctrl+S), or that VS Code does not read, would stop the helper with all that it holds.
 */
export function openStderr(): (text: string) => void {
  const { stderr } = process;
  // Whoever read it may be dead by now; that must not keep the helper from removing what it made.
  stderr.on('error', () => undefined);
  const { _handle } = stderr as { _handle?: { setBlocking?: (on: boolean) => void } };
  _handle?.setBlocking?.(false);
  return text => {
    if (stderr.writableLength < MAX_WAITING) {
      stderr.write(text);
    }
  };
}
