import * as vscode from 'vscode';
import type { SymbolRow } from '../../elf/symbolRow';
import { attachPlan } from '../binaries/attachPlan';
import { decodedMany } from '../binaries/decodedMany';
import { showRefusal, type GoToLibrary } from '../binaries/showRefusal';
import { attachMany } from '../pickers/attachMany';
import type { Attacher } from '../session/attacher';
import type { UserAttachRequest } from '../session/attachRequest';
import type { SymbolsPanel } from './symbolsPanel';

/** Attaches to the rows chosen in the editor: one at once, several as one event after a last step. */
export async function attachRows(
  kind: UserAttachRequest['kind'],
  panel: SymbolsPanel,
  rows: readonly SymbolRow[],
  attacher: Attacher,
  goTo: GoToLibrary,
): Promise<void> {
  const { file, uri } = panel;
  if (!file) {
    return;
  }
  const path = uri.fsPath;
  if (rows.length > 1) {
    await attachMany({ kind, path, file, rows }, attacher, goTo);
    return;
  }
  const { requests: planned, refused } = attachPlan(kind, path, file.info, rows);
  const [impossible] = refused;
  if (impossible) {
    await showRefusal(impossible, file, goTo);
    return;
  }
  const { fine, refused: harmful } = await decodedMany(file, planned, vscode.l10n.t);
  const [harm] = harmful;
  if (harm) {
    void vscode.window.showErrorMessage(harm.why);
  }
  if (fine.length > 0) {
    await attacher.attach(fine.map(({ request }) => request));
  }
}
