import { join } from 'node:path';
import * as vscode from 'vscode';
import { EventClient } from '../../workers/eventClient';
import type { ShowError } from '../errors/showError';
import { HumanError } from '../errors/humanError';
import type { EventPages } from '../liveEvents/eventPages';
import { viewIds } from '../manifest/views';
import { RecordingEditor } from './recordingEditor';

/** The editor of recordings. */
export function registerRecordings(
  { extensionPath }: vscode.ExtensionContext,
  pages: EventPages,
  showError: ShowError,
): vscode.Disposable[] {
  const worker = join(extensionPath, 'dist', 'eventWorker.js');
  const lost = new HumanError(
    vscode.l10n.t('The reader of the recording ended. Close its editor and open it again.'),
  );
  const editor = new RecordingEditor(
    pages,
    () => new EventClient(worker, () => void showError(lost)),
    showError,
  );
  return [
    vscode.window.registerCustomEditorProvider(viewIds.recording, editor, {
      supportsMultipleEditorsPerDocument: true,
    }),
  ];
}
