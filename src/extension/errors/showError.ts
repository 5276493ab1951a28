import * as vscode from 'vscode';
import { describeError } from './describeError';
import type { ErrorAction, HumanError } from './humanError';
import { unlinked } from '../text/markdown';
import type { TextDocuments } from './textDocuments';

/** Shows `error` to the user: one sentence, the rest behind "Details". Resolves when it is answered. */
export type ShowError = (error: unknown) => Promise<void>;

/** What the buttons of an error do, but for Details, which shows a document. */
export type ErrorActions = Record<Exclude<ErrorAction, 'details'>, () => unknown>;

/** How long the status bar says that something was cancelled, in ms. */
const CANCELLED_SHOWN = 8_000;

/** Makes {@link ShowError}; everything that is shown is in the log too. */
export function errorShower(
  documents: TextDocuments,
  actions: ErrorActions,
  log: vscode.LogOutputChannel,
): ShowError {
  return async error => {
    const human = describeError(error, vscode.l10n.t);
    if (human.options.silent === true) {
      // Who cancelled knows; but a dialog may also have been dismissed by what shows it.
      vscode.window.setStatusBarMessage(human.message, CANCELLED_SHOWN);
      log.info(human.message);
      return;
    }
    log.error([human.message, human.options.details ?? ''].join('\n').trimEnd());
    const buttons = (human.options.actions ?? []).map(action => ({
      action,
      title: actionTitle(action),
    }));
    const chosen = await vscode.window.showErrorMessage(unlinked(human.message), ...buttons);
    if (chosen?.action === 'details') {
      await showDetails(human, documents);
    } else if (chosen) {
      await actions[chosen.action]();
    }
  };
}

/** The document behind "Details": the sentence, then the facts. */
function showDetails(error: HumanError, documents: TextDocuments): Promise<void> {
  return documents.show(
    vscode.l10n.t('Probescope details'),
    `${error.message}\n\n${error.options.details ?? ''}\n`,
  );
}

function actionTitle(action: ErrorAction): string {
  switch (action) {
    case 'details':
      return vscode.l10n.t('Details');
    case 'diagnose':
      return vscode.l10n.t('Diagnose');
    case 'useTerminal':
      return vscode.l10n.t('Use Terminal');
    case 'restart':
      return vscode.l10n.t('Restart');
    case 'showLog':
      return vscode.l10n.t('Show Log');
    case 'openSettings':
      return vscode.l10n.t('Open Settings');
  }
}
