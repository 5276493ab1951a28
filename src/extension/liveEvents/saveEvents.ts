import type { Pause } from '../../protocol/capture';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { EventClient } from '../../workers/eventClient';
import type { SaveKind } from '../../workers/eventMessages';
import { HumanError } from '../errors/humanError';
import { labelText } from '../pickers/itemText';
import { groupedNumber } from '../text/numbers';

type KindItem = vscode.QuickPickItem & { readonly format: SaveKind; readonly extension: string };

/** Fields of the kernel's own, left out unless they are asked for. */
const INTERNAL = /^__/;

/** Events that can be saved. */
export interface SavableEvents {
  readonly worker: Pick<EventClient, 'request'>;
  /** What people call the probe of each schema. */
  readonly labels: readonly string[];
  /** Events that were lost in the kernel. */
  readonly lost: number;
  /** For how long nothing was captured. */
  readonly pauses: readonly Pause[];
}

/**
 * Asks for format, columns and file, and saves what a page shows.
 * @param view number of the page
 */
export async function saveEvents(events: SavableEvents, view: number): Promise<void> {
  const t = vscode.l10n.t;
  const known = await events.worker.request('schemas', {}).catch(() => []);
  if (known.length === 0) {
    throw new HumanError(t('There are no events to be saved yet.'));
  }
  const kind = await vscode.window.showQuickPick(kindItems(), { title: t('Save Events') });
  if (!kind) {
    return;
  }
  const masked = await askMasked(events, kind.format);
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
    await write(events, view, kind.format, target.fsPath, masked);
  }
}

/** Names of the columns that are not to be saved; undefined where the user thought better of it. */
async function askMasked(
  { worker }: SavableEvents,
  kind: SaveKind,
): Promise<readonly string[] | undefined> {
  const t = vscode.l10n.t;
  const schemas = await worker.request('schemas', {});
  const fields = schemas.flatMap(schema => schema.fields.filter(({ masked = false }) => !masked));
  const names = new Set(['process', ...fields.map(({ name }) => name)]);
  const items = [...names].map(name => ({
    name,
    label: labelText(name),
    // A recording is looked at here again, where they are not in the way.
    picked: kind === 'recording' || !INTERNAL.test(name),
  }));
  const kept = await vscode.window.showQuickPick(items, {
    title: t('Columns to save'),
    placeHolder: t('Values of the others are masked: they are not in the file'),
    canPickMany: true,
  });
  const keptNames = new Set(kept?.map(({ name }) => name));
  return kept && [...names].filter(name => !keptNames.has(name));
}

async function write(
  { worker, labels, lost, pauses }: SavableEvents,
  view: number,
  kind: SaveKind,
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
      return worker.request(
        'save',
        { view, path, kind, masked, labels: [...labels], lost, pauses },
        {
          signal: abort.signal,
          progress: done => report.report({ message: groupedNumber(done, language) }),
        },
      );
    },
  );
  if (count === null) {
    return;
  }
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
      format: 'recording',
      extension: 'probescope',
      label: t('Recording'),
      description: t('all events, to be opened here again'),
    },
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
