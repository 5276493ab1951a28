import * as vscode from 'vscode';
import { ElevationError } from '../../elevation/elevationError';
import type { Elevator } from '../../elevation/elevator';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import type { Services } from '../services';
import type { SessionUi } from '../session/sessionUi';
import { actionText, type InstallAction } from './actionText';

/** The ways to root that only a person can take, in the terminal. */
const TERMINAL_HELPS: ReadonlySet<string> = new Set(['noAgent', 'noPkexec', 'passwordNeeded']);

/** Puts the helper where only root can change it, and takes it away, each after a question that names every file. */
export function registerInstalledHelper(
  { showError }: Pick<Services, 'showError'>,
  elevator: () => Elevator,
  ui: Pick<SessionUi, 'offerTerminal'>,
): vscode.Disposable[] {
  const act = (action: InstallAction) => () => perform(action, elevator(), ui);
  return [
    registerCommand(commandIds.installHelper, showError, act('install')),
    registerCommand(commandIds.uninstallHelper, showError, act('remove')),
  ];
}

async function perform(
  action: InstallAction,
  elevator: Elevator,
  ui: Pick<SessionUi, 'offerTerminal'>,
): Promise<void> {
  const text = actionText(action, vscode.l10n.t);
  const state = await elevator.installer.state();
  if (state === (action === 'install' ? 'ready' : 'none')) {
    await vscode.window.showInformationMessage(text.nothingToDo);
    return;
  }
  const modal = { modal: true, detail: text.explanation };
  const answer = await vscode.window.showInformationMessage(text.question, modal, text.button);
  if (answer !== text.button) {
    return;
  }
  try {
    await withProgress(text.progress, signal => elevator.install(action, signal));
  } catch (error) {
    const isForTerminal = error instanceof ElevationError && TERMINAL_HELPS.has(error.code);
    if (!isForTerminal || !(await ui.offerTerminal(error))) {
      throw error;
    }
    await withProgress(text.progress, signal => elevator.install(action, signal, 'terminal'));
  }
  void vscode.window.showInformationMessage(text.done);
}

async function withProgress(
  title: string,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title, cancellable: true }, (_progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => {
      abort.abort();
    });
    return work(abort.signal);
  });
}
