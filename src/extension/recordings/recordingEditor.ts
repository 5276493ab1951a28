import * as vscode from 'vscode';
import type { EventClient } from '../../workers/eventClient';
import { HumanError } from '../errors/humanError';
import type { EventPages } from '../liveEvents/eventPages';
import { MASKED_COLUMNS } from '../liveEvents/maskedColumns';
import { readSetting } from '../manifest/readSetting';
import { RecordingEvents } from './recordingEvents';
import { recordingSentence } from './recordingSentences';

/** Reading that is over sooner shows no progress, in ms. */
const SHORT = 500;

/** A recording that is open: its editors share one worker, which ends with the last. */
class RecordingDocument implements vscode.CustomDocument {
  readonly events: RecordingEvents;
  readonly abort = new AbortController();

  constructor(
    readonly uri: vscode.Uri,
    private readonly worker: EventClient,
  ) {
    this.events = new RecordingEvents(worker);
  }

  dispose(): void {
    this.abort.abort();
    void this.worker.dispose();
  }
}

/** Opens recordings read-only, in the page of live events. */
export class RecordingEditor implements vscode.CustomReadonlyEditorProvider<RecordingDocument> {
  constructor(
    private readonly pages: EventPages,
    private readonly makeWorker: () => EventClient,
  ) {}

  /** VS Code shows what it rejects with in the editor's place. */
  async openCustomDocument(uri: vscode.Uri): Promise<RecordingDocument> {
    const t = vscode.l10n.t;
    if (uri.scheme !== 'file') {
      throw new HumanError(t('A recording opens from a file of the machine that VS Code runs on.'));
    }
    const document = new RecordingDocument(uri, this.makeWorker());
    try {
      await read(document);
      return document;
    } catch (error) {
      document.dispose();
      throw new HumanError(recordingSentence(error, t), { cause: error });
    }
  }

  resolveCustomEditor({ events }: RecordingDocument, panel: vscode.WebviewPanel): void {
    this.pages.open(panel, events);
    // What is masked while it is open is let go of, too.
    const masks = vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration(MASKED_COLUMNS)) {
        void events.mask(readSetting(MASKED_COLUMNS)).catch(() => undefined);
      }
    });
    panel.onDidDispose(() => {
      masks.dispose();
    });
  }
}

/** Shows how far it is where it takes long; the user may stop it. */
async function read({ events, uri, abort }: RecordingDocument): Promise<void> {
  let report: ((percent: number) => void) | undefined;
  const reading = events.open(uri.fsPath, readSetting(MASKED_COLUMNS), abort.signal, percent =>
    report?.(percent),
  );
  const timer = setTimeout(() => {
    const location = vscode.ProgressLocation.Notification;
    const title = vscode.l10n.t('Reading the recording');
    void vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
      let before = 0;
      report = percent => {
        progress.report({ increment: percent - before });
        before = percent;
      };
      token.onCancellationRequested(() => abort.abort());
      return reading.catch(() => undefined);
    });
  }, SHORT);
  await reading.finally(() => clearTimeout(timer));
}
