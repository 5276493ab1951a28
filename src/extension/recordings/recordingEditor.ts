import * as vscode from 'vscode';
import type { EventClient } from '../../workers/eventClient';
import { HumanError } from '../errors/humanError';
import type { ShowError } from '../errors/showError';
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
  private readonly masks: vscode.Disposable;

  constructor(
    readonly uri: vscode.Uri,
    private readonly worker: EventClient,
    showError: ShowError,
  ) {
    const events = new RecordingEvents(worker);
    this.events = events;
    // What is masked while it is open is let go of, too.
    this.masks = vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration(MASKED_COLUMNS)) {
        events.mask(readSetting(MASKED_COLUMNS)).catch((cause: unknown) => {
          const sentence = vscode.l10n.t(
            'The columns of an open recording could not be masked: their values are still shown. Close its editor.',
          );
          void showError(new HumanError(sentence, { cause }));
        });
      }
    });
  }

  dispose(): void {
    this.masks.dispose();
    this.abort.abort();
    void this.worker.dispose();
  }
}

/** Opens recordings read-only, in the page of live events. */
export class RecordingEditor implements vscode.CustomReadonlyEditorProvider<RecordingDocument> {
  constructor(
    private readonly pages: EventPages,
    private readonly makeWorker: () => EventClient,
    private readonly showError: ShowError,
  ) {}

  /** VS Code shows what it rejects with in the editor's place. */
  async openCustomDocument(uri: vscode.Uri): Promise<RecordingDocument> {
    const t = vscode.l10n.t;
    if (uri.scheme !== 'file') {
      throw new HumanError(t('A recording opens from a file of the machine that VS Code runs on.'));
    }
    const document = new RecordingDocument(uri, this.makeWorker(), this.showError);
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
