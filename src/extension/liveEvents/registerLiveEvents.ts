import { join } from 'node:path';
import * as vscode from 'vscode';
import { HelperError } from '../../protocol/helperError';
import { EventClient } from '../../workers/eventClient';
import type { SymbolClient } from '../../workers/symbolClient';
import { registerCallers } from '../callers/registerCallers';
import { HumanError } from '../errors/humanError';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import { registerRecorder } from '../recorder/registerRecorder';
import { registerRecordings } from '../recordings/registerRecordings';
import { scopeWords } from '../scope/scopeText';
import type { Services } from '../services';
import { registerStacks } from '../stacks/registerStacks';
import { StackService } from '../stacks/stackService';
import type { CaptureHub } from '../session/captureHub';
import type { HelperSession } from '../session/helperSession';
import { KernelLosses } from './kernelLosses';
import { LiveEvents } from './liveEvents';
import { registerColumnMenu } from './columnMenu';
import { registerEventMenu } from './eventMenu';
import { EventPages } from './eventPages';
import { LiveEventsView } from './liveEventsView';
import { keptEvents } from './keptEvents';
import { Readiness } from './readiness';
import { registerMasks } from './registerMasks';
import { saveEvents } from './saveEvents';
import { ShownLive } from './shownLive';

/** The Live Events view and its command: returns their registrations. */
export function registerLiveEvents(
  services: Services,
  session: HelperSession,
  captures: CaptureHub,
  symbols: SymbolClient,
): vscode.Disposable[] {
  const { context, log, probes, scope, showError } = services;
  const worker = new EventClient(join(context.extensionPath, 'dist', 'eventWorker.js'), reason => {
    log.error(reason);
    void live.stop();
    void showError(
      new HumanError(vscode.l10n.t('The events that came are lost. Start the capture again.')),
    );
  });
  const stacks = new StackService(services.runningHelper, probes, worker, log);
  const live: LiveEvents = new LiveEvents(
    captures,
    worker,
    probes,
    () => session.running,
    error => void showError(error),
    { capacity: keptEvents, stackFormats: () => stacks.formats() },
  );
  const shown = new ShownLive(
    live,
    new KernelLosses(
      async () => session.running?.client.request('captureCounts', {}),
      error => {
        log.debug(`Live events: ${String(error)}`);
        // The helper has no capture any more. It says why when asked to stop it.
        if (error instanceof HelperError && error.code === 'state' && live.state === 'on') {
          void live.stop();
        }
      },
    ),
    {
      onDidChange: scope.onDidChange,
      get words() {
        return scopeWords(scope.current, vscode.l10n.t);
      },
    },
    new Readiness(session, probes),
  );
  const pages = new EventPages(context.extensionUri, {
    log,
    save: (events, page) =>
      saveEvents(events, page).catch((error: unknown) => void showError(error)),
  });
  const view = new LiveEventsView(context.extensionUri, pages, shown);
  session.onDidChangeState(state => {
    if (state === 'connected') {
      void view.startIfSeen();
    } else if (state !== 'authorising') {
      live.lose(
        state !== 'lost'
          ? undefined
          : live.isRecorder
            ? vscode.l10n.t('The helper ended, and what the flight recorder held with it.')
            : vscode.l10n.t('The helper ended. What came until then is kept here.'),
      );
    }
  });
  return [
    ...registerCallers({
      ...{ worker, symbols, log, showError },
      helper: () => session.running?.client,
      pageOf: page => pages.page(page),
      onDidBegin: live.onDidBegin,
    }),
    ...registerStacks(services, stacks, live.onDidBegin),
    view.register(),
    ...registerRecorder(services, session, captures, live),
    ...registerEventMenu(showError, page => pages.page(page)),
    ...registerColumnMenu(showError, page => pages.page(page)),
    ...registerMasks(shown, live.onDidBegin, showError),
    ...registerRecordings(context, pages, showError),
    registerCommand(commandIds.openEventsInEditor, showError, () => view.openEditor()),
    registerCommand(commandIds.showEvents, showError, options =>
      view.show(isPreservingFocus(options)),
    ),
    new vscode.Disposable(() => void worker.dispose()),
  ];
}

/** As a click on a row of the Probes view asks for it; a menu hands over the row. */
function isPreservingFocus(options: unknown): boolean {
  return (
    typeof options === 'object' &&
    options !== null &&
    'preserveFocus' in options &&
    options.preserveFocus === true
  );
}
