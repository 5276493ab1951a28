import * as vscode from 'vscode';
import type { ShowError } from '../errors/showError';
import type { CommandId } from './commands';

/** Registers a command of package.json; what it throws is shown to the user. */
export function registerCommand(
  id: CommandId,
  showError: ShowError,
  run: (...args: unknown[]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      return await run(...args);
    } catch (error) {
      // Not awaited: whoever ran the command is not to wait until the message is read.
      void showError(error);
      return undefined;
    }
  });
}
