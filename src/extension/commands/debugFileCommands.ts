import * as vscode from 'vscode';
import { actOnDebugFile, type DebugFileAction } from '../debugFiles/debugFileAction';
import type { DebugFiles } from '../debugFiles/debugFiles';
import type { ShowError } from '../errors/showError';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import type { SymbolsEditorProvider } from '../symbolsEditor/symbolsEditorProvider';

/** What can be done about debug files from the palette, for the symbols editor that is open. */
export function registerDebugFileCommands(
  debugFiles: DebugFiles,
  editors: SymbolsEditorProvider,
  showError: ShowError,
): vscode.Disposable[] {
  const register = (
    id: (typeof commandIds)[DebugFileAction],
    action: DebugFileAction,
  ): vscode.Disposable =>
    registerCommand(id, showError, async () => {
      if (editors.active) {
        await actOnDebugFile(debugFiles, editors.active, action, false);
      } else {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('Open the symbols of a program first.'),
        );
      }
    });
  return [
    register(commandIds.lookUpSymbols, 'lookUpSymbols'),
    register(commandIds.useDebugFile, 'useDebugFile'),
    register(commandIds.forgetDebugFile, 'forgetDebugFile'),
  ];
}
