import * as vscode from 'vscode';
import { HumanError } from '../errors/humanError';
import type { Copying } from '../targets/copyMapped';
import { printable } from '../text/markdown';

/** Lets `work` copy a file called `name`, which can be followed and stopped. What needs no copy shows nothing. */
export function withCopying<T>(name: string, work: (copying: Copying) => Promise<T>): Promise<T> {
  const title = vscode.l10n.t('Copying {0}', printable(name));
  const abort = new AbortController();
  let report: ((done: number, total: number) => void) | undefined;
  const result = work({
    signal: abort.signal,
    progress: (done, total) => {
      report ??= showProgress(title, result, () => abort.abort());
      report(done, total);
    },
  });
  return result.catch((error: unknown) => {
    throw abort.signal.aborted ? cancelled(error) : (noRoom(name, error) ?? error);
  });
}

/** The user knows. */
function cancelled(cause: unknown): HumanError {
  return new HumanError(vscode.l10n.t('Cancelled: nothing was copied.'), { silent: true, cause });
}

function noRoom(name: string, cause: unknown): HumanError | undefined {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const sentence = vscode.l10n.t(
    'The disk has no room for a copy of {0}: free some and try again.',
    printable(name),
  );
  return code === 'ENOSPC' || code === 'EDQUOT' ? new HumanError(sentence, { cause }) : undefined;
}

/** Bytes below which a copy is over before one could read of it. */
const SMALL = 8 << 20;

function showProgress(
  title: string,
  until: Promise<unknown>,
  cancel: () => void,
): (done: number, total: number) => void {
  let tell: vscode.Progress<{ increment?: number }> | undefined;
  let shown = false;
  let percent = 0;
  return (done, total) => {
    if (!shown && total > SMALL) {
      shown = true;
      const location = vscode.ProgressLocation.Notification;
      void vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
        tell = progress;
        token.onCancellationRequested(cancel);
        return until.then(
          () => undefined,
          () => undefined,
        );
      });
    }
    const now = Math.floor((100 * done) / total);
    if (tell && now > percent) {
      tell.report({ increment: now - percent });
      percent = now;
    }
  };
}
