import * as vscode from 'vscode';
import { makeSymbolReader } from './binaries/symbolReader';
import { registerGroupCommands } from './commands/groupCommands';
import { registerHelperCommands } from './commands/helperCommands';
import { registerProcessHits } from './commands/processHits';
import { registerProbeCommands } from './commands/probeCommands';
import { registerRefresh } from './commands/refreshProbes';
import { registerRemoveCommands } from './commands/removeCommands';
import { registerSweep } from './commands/sweepOrphans';
import { registerUndoRemove } from './commands/undoRemove';
import { registerDiagnose } from './diagnose/registerDiagnose';
import { errorShower } from './errors/showError';
import { TextDocuments } from './errors/textDocuments';
import { registerFilters } from './filters/registerFilters';
import { registerInstalledHelper } from './installedHelper/registerInstalledHelper';
import { registerLimits } from './limits/registerLimits';
import { registerLiveEvents } from './liveEvents/registerLiveEvents';
import { showStopping } from './liveEvents/stoppingProgress';
import { commandIds } from './manifest/commands';
import { ContextKeySetter } from './manifest/contextKeySetter';
import { captureSettings } from './recorder/captureSettings';
import { AskingAttacher } from './payers/askingAttacher';
import { ProbesView } from './probesView/probesView';
import { TreeModel } from './probesView/treeModel';
import { registerScope } from './scope/registerScope';
import { ScopeService } from './scope/scopeService';
import type { Services } from './services';
import { CaptureHub } from './session/captureHub';
import { ContextKeySync } from './session/contextKeySync';
import { makeElevator } from './session/makeElevator';
import { extensionVersion } from './session/version';
import { windowSession } from './session/windowSession';
import { WindowUi } from './session/windowUi';
import { StatusBar } from './statusBar/statusBar';
import { registerSymbolFeatures } from './symbolFeatures';

/** The composition root: makes the parts and hands each what it needs. Runs nothing as root. */
export function activate(context: vscode.ExtensionContext): void {
  const run = (id: string) => () => vscode.commands.executeCommand(id);
  const log = vscode.window.createOutputChannel('Probescope', { log: true });
  const documents = new TextDocuments();
  const showError = errorShower(
    documents,
    {
      diagnose: run(commandIds.diagnose),
      useTerminal: () => vscode.commands.executeCommand(commandIds.startHelper, 'terminal'),
      restart: run(commandIds.startHelper),
      showLog: () => log.show(),
      openSettings: () =>
        vscode.commands.executeCommand('workbench.action.openSettings', 'probescope.helper'),
    },
    log,
  );
  const window = windowSession(context, log, showError);
  const { session, probes, others, service, pollers } = window;
  const style = { t: vscode.l10n.t, locale: vscode.env.language };
  const services: Services = {
    ...{ context, log, probes, showError },
    attacher: new AskingAttacher(service, () => session.running?.client),
    probeService: service,
    runningHelper: () => session.running?.client,
    fileNow: request => window.files.of(request),
    helper: session,
    scope: new ScopeService(() => session.running?.client),
    watchHits: () => window.hits.watch(),
  };

  const captures = new CaptureHub(captureSettings, showStopping);
  const symbols = makeSymbolReader(context);
  const model = new TreeModel(probes, others, style);
  const view = new ProbesView(model, probes, others, session, service, pollers, style);
  const keySetter = new ContextKeySetter();
  const keys = new ContextKeySync(keySetter, session, probes);
  const surroundings = (): ReturnType<ContextKeySync['readSurroundings']> =>
    keys.readSurroundings();
  void surroundings();

  context.subscriptions.push(
    ...registerProbeCommands(services, service, () => view.selection),
    ...registerGroupCommands(services, service),
    registerFilters(services),
    ...registerScope(services, session, words => view.showScope(words)),
    ...registerLimits(services, window, style),
    ...registerLiveEvents(services, session, captures, symbols.client),
    registerProcessHits(services, captures, () => session.running),
    ...registerRemoveCommands(services, service, style),
    ...registerUndoRemove(services, service, window.removed, keySetter),
    ...registerHelperCommands(services, session, service),
    ...registerInstalledHelper(services, () => makeElevator(context, log), new WindowUi(log)),
    registerSweep(services, others),
    registerRefresh(services, surroundings, pollers),
    ...registerDiagnose(
      services,
      {
        surroundings,
        plan: () => makeElevator(context, log).plan(),
        helper: () => session.running?.client,
        version: extensionVersion(context),
      },
      keySetter,
      documents,
    ),
    ...registerSymbolFeatures(services, symbols),
    new StatusBar(session, probes, style),
    ...[view, keys, window, documents, log],
  );
}
