import * as vscode from 'vscode';
import type { ShowError } from '../errors/showError';
import { commandIds } from '../manifest/commands';
import { readSetting } from '../manifest/readSetting';
import { registerCommand } from '../manifest/registerCommand';
import { labelText } from '../pickers/itemText';
import type { Listen } from '../session/signal';
import { changedMasks, MASKED_COLUMNS, maskableColumns } from './maskedColumns';
import type { ShownLive } from './shownLive';

/** Columns whose values are not kept: by a setting, which a command edits. */
export function registerMasks(
  live: ShownLive,
  onDidBegin: Listen<number>,
  showError: ShowError,
): vscode.Disposable[] {
  const mask = (): void => {
    live.mask(readSetting(MASKED_COLUMNS)).catch((error: unknown) => void showError(error));
  };
  let hasEvents = false;
  onDidBegin(() => {
    hasEvents = true;
    // Before the first event of the capture has a column.
    mask();
  });
  return [
    vscode.workspace.onDidChangeConfiguration(change => {
      if (hasEvents && change.affectsConfiguration(MASKED_COLUMNS)) {
        mask();
      }
    }),
    registerCommand(commandIds.maskColumns, showError, () => editMasks(live)),
  ];
}

async function editMasks(live: ShownLive): Promise<void> {
  const t = vscode.l10n.t;
  // Before the first capture there are no columns.
  const schemas = await live.worker.request('schemas', {}).catch(() => []);
  const patterns = readSetting(MASKED_COLUMNS);
  const columns = maskableColumns(schemas, patterns);
  if (columns.length === 0) {
    await vscode.commands.executeCommand('workbench.action.openSettings', MASKED_COLUMNS);
    return;
  }
  const items = columns.map(column => ({
    column,
    label: labelText(column.name),
    picked: column.isMasked,
    ...(column.pattern !== undefined && { description: labelText(column.pattern) }),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Mask Columns'),
    placeHolder: t('Their values are not kept, shown or saved; what was kept is let go of'),
    canPickMany: true,
  });
  if (chosen) {
    const wanted = new Set(chosen.map(({ column }) => column.name));
    const masks = changedMasks(patterns, schemas, wanted);
    await vscode.workspace
      .getConfiguration()
      .update(MASKED_COLUMNS, masks, vscode.ConfigurationTarget.Global);
  }
}
