import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SymbolRow } from '../../elf/symbolRow';
import { attachPlan } from '../binaries/attachPlan';
import { decodedRequests } from '../binaries/decodedRequests';
import { showRefusal, type GoToLibrary } from '../binaries/showRefusal';
import type { Attacher } from '../session/attacher';
import type { UserAttachRequest } from '../session/attachRequest';
import type { SymbolsPanel } from './symbolsPanel';

/** From this many on the count is shown before anything is done. */
const ASK_FROM = 10;

/** Attaches what can be attached of the rows chosen in the editor, and says what cannot. */
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
  const { requests: planned, refused } = attachPlan(kind, uri.fsPath, file.info, rows);
  const { requests, refusals } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Decoding functions') },
    () => decodedRequests(file, planned, vscode.l10n.t),
  );
  const [harm] = refusals;
  if (harm !== undefined) {
    void vscode.window.showErrorMessage(
      refusals.length === 1
        ? harm
        : vscode.l10n.t('{0} functions are not probed. The first: {1}', refusals.length, harm),
    );
  }
  if (requests.length > 0 && (await agreed(requests.length, basename(uri.fsPath)))) {
    await attacher.attach(requests);
  }
  const [first] = refused;
  if (first && planned.length === 0) {
    await showRefusal(first, file, goTo);
  } else if (first) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        '{0} of the {1} chosen symbols cannot be probed, {2} for one; the rows say why.',
        refused.length,
        rows.length,
        first.row.name,
      ),
    );
  }
}

async function agreed(count: number, file: string): Promise<boolean> {
  if (count < ASK_FROM) {
    return true;
  }
  const attach = vscode.l10n.t('Attach {0} Probes', count);
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Attach {0} probes to {1}?', count, file),
    {
      modal: true,
      detail: vscode.l10n.t('Every process that runs {0} passes each of them on its way.', file),
    },
    attach,
  );
  return answer === attach;
}
