import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { ExportKind } from '../../workers/eventMessages';
import { labelText } from '../pickers/itemText';
import { groupedNumber } from '../text/numbers';
import type { LiveEvents } from './liveEvents';

type KindItem = vscode.QuickPickItem & { readonly format: ExportKind; readonly extension: string };

/** Fields of the kernel's own, left out unless they are asked for. */
const INTERNAL = /^__/;

/** Asks for format, columns and file, and saves what the view shows. */
export async function saveEvents(live: LiveEvents): Promise<void> {
  const t = vscode.l10n.t;
  const kind = await vscode.window.showQuickPick(kindItems(), { title: t('Save Events') });
  if (!kind) {
    return;
  }
  const masked = await askMasked(live);
  if (!masked) {
    return;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, `events.${kind.extension}`),
    filters: { [kind.label]: [kind.extension] },
    title: t('Save Events'),
  });
  if (target) {
    await write(live, kind.format, target.fsPath, masked);
  }
}

/** Names of the columns that are not to be saved; undefined where the user thought better of it. */
async function askMasked(live: LiveEvents): Promise<readonly string[] | undefined> {
  const t = vscode.l10n.t;
  const schemas = await live.worker.request('schemas', {});
  const names = new Set(['process', ...schemas.flatMap(({ fields }) => fields.map(f => f.name))]);
  const items = [...names].map(name => ({
    name,
    label: labelText(name),
    picked: !INTERNAL.test(name),
  }));
  const kept = await vscode.window.showQuickPick(items, {
    title: t('Columns to save'),
    placeHolder: t('Values of the others are left out of the file'),
    canPickMany: true,
  });
  const keptNames = new Set(kept?.map(({ name }) => name));
  return kept && [...names].filter(name => !keptNames.has(name));
}

async function write(
  live: LiveEvents,
  kind: ExportKind,
  path: string,
  masked: readonly string[],
): Promise<void> {
  const t = vscode.l10n.t;
  const { language } = vscode.env;
  const count = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: t('Saving events'),
      cancellable: true,
    },
    (report, cancelled) => {
      const abort = new AbortController();
      cancelled.onCancellationRequested(() => abort.abort());
      return live.worker.request(
        'save',
        { path, kind, masked, labels: [...live.labels] },
        {
          signal: abort.signal,
          progress: done => report.report({ message: groupedNumber(done, language) }),
        },
      );
    },
  );
  const open = t('Open');
  const sentence = t('{0} events saved.', groupedNumber(count, language));
  if ((await vscode.window.showInformationMessage(sentence, open)) === open) {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
  }
}

function kindItems(): KindItem[] {
  const t = vscode.l10n.t;
  return [
    {
      format: 'csv',
      extension: 'csv',
      label: 'CSV',
      description: t('for spreadsheets and scripts'),
    },
    {
      format: 'ndjson',
      extension: 'ndjson',
      label: 'NDJSON',
      description: t('one JSON object a line, every number exact'),
    },
    {
      format: 'chromeTrace',
      extension: 'json',
      label: 'Chrome Trace',
      description: t('opens in Perfetto and chrome://tracing'),
    },
  ];
}
