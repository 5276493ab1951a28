import type * as vscode from 'vscode';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import type { Poller } from '../session/poller';
import type { Services } from '../services';

/** Looks again at the machine, which may have been mended, and at everything the helper knows. */
export function registerRefresh(
  { showError }: Services,
  readSurroundings: () => Promise<unknown>,
  pollers: readonly Poller[],
): vscode.Disposable {
  return registerCommand(commandIds.refreshProbes, showError, async () => {
    await readSurroundings();
    pollers.forEach(poller => poller.wake());
  });
}
