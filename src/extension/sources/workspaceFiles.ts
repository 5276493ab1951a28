import * as vscode from 'vscode';
import { printable } from '../text/markdown';
import { stoppable } from './stoppable';

/** Files of one name that are looked at. */
const MAX_FILES = 1000;

/** Paths of the files of the workspace that have this name. Rejects with a silent HumanError when the user stops it. */
export function workspaceFiles(name: string): Promise<string[]> {
  const t = vscode.l10n.t;
  return stoppable(
    t('Looking for {0}', printable(name)),
    t('Looking for the source was cancelled.'),
    async signal => {
      const stop = new vscode.CancellationTokenSource();
      signal.addEventListener('abort', () => stop.cancel());
      try {
        return await search(name, stop.token);
      } finally {
        stop.dispose();
      }
    },
  );
}

async function search(name: string, token: vscode.CancellationToken): Promise<string[]> {
  // In a pattern of VS Code these mean something, and none can be taken literally.
  const pattern = `**/${name.replace(/[[\]{}*,\\]/g, '?')}`;
  const found = await vscode.workspace.findFiles(pattern, undefined, MAX_FILES, token);
  return found.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
}
