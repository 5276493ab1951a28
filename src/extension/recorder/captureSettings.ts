import * as vscode from 'vscode';
import { MAX_BUFFER_KIB, type StartCapture } from '../../protocol/capture';
import { readSetting } from '../manifest/readSetting';
import type { ShowError } from '../errors/showError';
import type { CaptureHub } from '../session/captureHub';

/** The least that holds a page for each CPU. */
const MIN_BUFFER_KIB = 64;

/** How captures are made: a size out of range counts as the next one in it. */
export function captureSettings(): Pick<StartCapture, 'bufferKib' | 'clock'> {
  const bufferKib = Math.round(readSetting('probescope.capture.bufferKib'));
  return {
    bufferKib: Math.min(MAX_BUFFER_KIB, Math.max(MIN_BUFFER_KIB, bufferKib)),
    clock: readSetting('probescope.capture.clock'),
  };
}

/** A capture that runs gets another buffer's size at once; another clock, which would empty it, the next one. */
export function followCaptureSettings(
  hub: CaptureHub,
  showError: ShowError,
  tell: (note: string) => void,
): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(async change => {
    if (change.affectsConfiguration('probescope.capture.bufferKib')) {
      try {
        const paused = await hub.resize();
        if (paused > 0) {
          tell(
            vscode.l10n.t(
              'The buffer has another size now: for up to {0} ms no calls were captured.',
              paused,
            ),
          );
        }
      } catch (error) {
        void showError(error);
      }
    }
  });
}
