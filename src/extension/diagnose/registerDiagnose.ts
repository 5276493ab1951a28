import * as vscode from 'vscode';
import type { TextDocuments } from '../errors/textDocuments';
import { commandIds } from '../manifest/commands';
import type { ContextKeySetter } from '../manifest/contextKeySetter';
import { registerCommand } from '../manifest/registerCommand';
import { viewIds } from '../manifest/views';
import type { Services } from '../services';
import { DiagnosisView } from './diagnosisView';
import { readSections, reportText, type DiagnoseSources } from './diagnosis';

/** Diagnose as a view, as a document, and as text on the clipboard, each read anew. */
export function registerDiagnose(
  { showError }: Pick<Services, 'showError'>,
  sources: DiagnoseSources,
  keys: ContextKeySetter,
  documents: TextDocuments,
): vscode.Disposable[] {
  const view = new DiagnosisView();
  const text = async (): Promise<string> =>
    reportText(await readSections(sources), sources.version);
  return [
    vscode.Disposable.from(view),
    registerCommand(commandIds.diagnose, showError, async () => {
      view.show(await readSections(sources));
      keys.set('probescope.diagnosed', true);
      await vscode.commands.executeCommand(`${viewIds.diagnosis}.focus`);
    }),
    registerCommand(commandIds.diagnosisReport, showError, async () =>
      documents.show(vscode.l10n.t('Probescope diagnosis'), await text()),
    ),
    registerCommand(commandIds.copyDiagnosis, showError, async () => {
      await vscode.env.clipboard.writeText(await text());
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'The report is copied. It holds no names of yours: it can be sent with a question.',
        ),
      );
    }),
    registerCommand(commandIds.closeDiagnosis, showError, () => {
      keys.set('probescope.diagnosed', false);
    }),
  ];
}
