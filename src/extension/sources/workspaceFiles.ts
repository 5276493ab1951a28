import * as vscode from 'vscode';
import { HumanError } from '../errors/humanError';
import { printable } from '../text/markdown';

/** Files of one name that are looked at. */
const MAX_FILES = 1000;
/** After so long, in ms, the search is shown, and can be stopped. */
const SHORT_WORK = 500;

/** Paths of the files of the workspace that have this name. Rejects with a silent HumanError when the user stops it. */
export async function workspaceFiles(name: string): Promise<string[]> {
  const t = vscode.l10n.t;
  const stop = new vscode.CancellationTokenSource();
  const finding = search(name, stop.token);
  const settled = finding.then(
    () => undefined,
    () => undefined,
  );
  const late = setTimeout(() => {
    const title = t('Looking for {0}', printable(name));
    const location = vscode.ProgressLocation.Notification;
    void vscode.window.withProgress({ location, title, cancellable: true }, (_, token) => {
      token.onCancellationRequested(() => stop.cancel());
      return settled;
    });
  }, SHORT_WORK);
  try {
    const found = await finding;
    if (stop.token.isCancellationRequested) {
      throw new HumanError(t('Looking for the source was cancelled.'), { silent: true });
    }
    return found;
  } finally {
    clearTimeout(late);
    stop.dispose();
  }
}

async function search(name: string, token: vscode.CancellationToken): Promise<string[]> {
  // In a pattern of VS Code these mean something, and none can be taken literally.
  const pattern = `**/${name.replace(/[[\]{}*,\\]/g, '?')}`;
  const found = await vscode.workspace.findFiles(pattern, undefined, MAX_FILES, token);
  return found.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
}
