import * as vscode from 'vscode';
import { HumanError } from '../errors/humanError';

/** After so long, in ms, the work is shown, and can be stopped. */
const SHORT_WORK = 500;

/** What may take long. Rejects with a silent HumanError, which says `stopped`, when the user stops it. */
export async function stoppable<Result>(
  title: string,
  stopped: string,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const working = work(stop.signal);
  const settled = working.then(
    () => undefined,
    () => undefined,
  );
  const late = setTimeout(() => {
    const location = vscode.ProgressLocation.Notification;
    void vscode.window.withProgress({ location, title, cancellable: true }, (_, token) => {
      token.onCancellationRequested(() => stop.abort(new HumanError(stopped, { silent: true })));
      return settled;
    });
  }, SHORT_WORK);
  try {
    const result = await working;
    stop.signal.throwIfAborted();
    return result;
  } finally {
    clearTimeout(late);
  }
}
