import * as vscode from 'vscode';
import { labelText } from '../pickers/itemText';
import { commandIds } from '../manifest/commands';
import { viewIds } from '../manifest/views';
import type { Recorder, RecorderState } from './recorder';
import { recorderNote, recorderStatus, type RecorderStyle } from './recorderText';

/** The recorder in the status bar: freezes it while it records, and shows its events afterwards. */
export function recorderStatusItem(recorder: Recorder, style: RecorderStyle): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'probescope.recorder',
    vscode.StatusBarAlignment.Left,
  );
  item.name = vscode.l10n.t('Probescope Flight Recorder');
  const show = (state: RecorderState): void => {
    const status = recorderStatus(state, style);
    if (!status) {
      item.hide();
      return;
    }
    const note = recorderNote(state, style);
    const isRecording = state.kind === 'recording';
    item.text = `$(${status.icon}) ${labelText(status.words)}`;
    item.accessibilityInformation = { label: status.words, role: 'button' };
    item.tooltip = isRecording ? `${note}\n\n${vscode.l10n.t('Click to freeze it now.')}` : note;
    item.command = isRecording ? commandIds.freezeRecorder : `${viewIds.events}.focus`;
    item.show();
  };
  return vscode.Disposable.from(item, recorder.onDidChange(show));
}
