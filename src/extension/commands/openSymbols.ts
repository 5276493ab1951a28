import * as vscode from 'vscode';
import { commandIds } from '../manifest/commands';
import type { SymbolsEditorProvider } from '../symbolsEditor/symbolsEditorProvider';

/** "Show Symbols": of the file in Explorer, of the active editor's, or of one chosen from disk. */
export function registerOpenSymbols(editors: SymbolsEditorProvider): vscode.Disposable {
  return vscode.commands.registerCommand(commandIds.openSymbols, async (argument: unknown) => {
    const uri = argument instanceof vscode.Uri ? argument : await chooseFile();
    if (uri) {
      await editors.open(uri);
    }
  });
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Show the symbols of a program or library'),
    openLabel: vscode.l10n.t('Show Symbols'),
  });
  return chosen?.[0];
}
