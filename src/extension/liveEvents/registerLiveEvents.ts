import { join } from 'node:path';
import * as vscode from 'vscode';
import { HelperError } from '../../protocol/helperError';
import { EventClient } from '../../workers/eventClient';
import { HumanError } from '../errors/humanError';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import type { Services } from '../services';
import type { CaptureHub } from '../session/captureHub';
import type { HelperSession } from '../session/helperSession';
import { KernelLosses } from './kernelLosses';
import { LiveEvents } from './liveEvents';
import { LiveEventsView } from './liveEventsView';
import { saveEvents } from './saveEvents';

/** The Live Events view and its command: returns their registrations. */
export function registerLiveEvents(
  { context, log, probes, showError }: Services,
  session: HelperSession,
  captures: CaptureHub,
): vscode.Disposable[] {
  const worker = new EventClient(join(context.extensionPath, 'dist', 'eventWorker.js'), reason => {
    log.error(reason);
    void live.stop();
    void showError(
      new HumanError(vscode.l10n.t('The events that came are lost. Start the capture again.')),
    );
  });
  const live: LiveEvents = new LiveEvents(
    captures,
    worker,
    probes,
    () => session.running,
    error => void showError(error),
  );
  const view = new LiveEventsView(
    context.extensionUri,
    live,
    new KernelLosses(
      async () => (await session.running?.client.request('captureCounts', {}))?.cpus ?? [],
      error => {
        log.debug(`Live events: ${String(error)}`);
        // The helper has no capture any more. It says why when asked to stop it.
        if (error instanceof HelperError && error.code === 'state' && live.state === 'on') {
          void live.stop();
        }
      },
    ),
    log,
    () => saveEvents(live).catch((error: unknown) => void showError(error)),
  );
  session.onDidChangeState(state => {
    if (state === 'connected') {
      void view.startIfSeen();
    } else if (state !== 'authorising') {
      live.lose();
    }
  });
  return [
    view.register(),
    registerCommand(commandIds.showEvents, showError, async () => {
      if (!session.running) {
        throw new HumanError(
          vscode.l10n.t('No probe is armed: attach one, and its calls are shown as they happen.'),
        );
      }
      await view.show();
    }),
    new vscode.Disposable(() => void worker.dispose()),
  ];
}
