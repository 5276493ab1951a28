import * as vscode from 'vscode';
import { viewIds } from '../manifest/views';
import type { StoppingCapture } from '../session/captureHub';

/** After this many milliseconds it is said that events are still read. */
const SHORT_WORK = 500;

/** Progress of a stop that takes a while: nothing is captured any more, but what the buffer holds is being read. */
export function showStopping({ done, onProgress }: StoppingCapture): void {
  const late = setTimeout(() => {
    const title = vscode.l10n.t('Reading the last events');
    const window = { location: vscode.ProgressLocation.Window, title };
    void vscode.window.withProgress(window, report => {
      const listening = onProgress(percent => report.report({ message: `${percent} %` }));
      return done.finally(() => listening.dispose());
    });
    void vscode.window.withProgress({ location: { viewId: viewIds.events } }, () => done);
  }, SHORT_WORK);
  void done.finally(() => clearTimeout(late));
}
