import * as vscode from 'vscode';
import type { ShowError } from '../errors/showError';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import { activeBinary } from '../pickers/activeBinary';
import type { UserSymbol } from '../session/attachRequest';
import type { SymbolsEditorProvider } from '../symbolsEditor/symbolsEditorProvider';

/** "Show Symbols": of the file in Explorer, of the program that is open, or of one chosen from disk; at a symbol, if named. */
export function registerOpenSymbols(
  editors: SymbolsEditorProvider,
  showError: ShowError,
  reopen: (target: UserSymbol) => Promise<string>,
): vscode.Disposable {
  return registerCommand(commandIds.openSymbols, showError, async (argument, name, target) => {
    const uri = isOfProcess(target)
      ? vscode.Uri.file(await reopen(target))
      : argument instanceof vscode.Uri
        ? argument
        : await fileToOpen(editors);
    if (uri) {
      // From Explorer the second argument is the list of selected files.
      await editors.open(uri, typeof name === 'string' ? { name } : undefined);
    }
  });
}

/** A probe's target whose file is found by its process: from a row of the tree. */
function isOfProcess(target: unknown): target is UserSymbol {
  return typeof target === 'object' && target !== null && 'process' in target;
}

/** The program that is open as something else, else one from disk. */
async function fileToOpen(editors: SymbolsEditorProvider): Promise<vscode.Uri | undefined> {
  const open = editors.active ? undefined : await activeBinary();
  return open === undefined ? chooseFile() : vscode.Uri.file(open);
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Show the symbols of a program or library'),
    openLabel: vscode.l10n.t('Show Symbols'),
  });
  return chosen?.[0];
}
