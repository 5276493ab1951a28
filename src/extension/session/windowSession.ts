import { release } from 'node:os';
import * as vscode from 'vscode';
import { describeFailures } from '../errors/describeError';
import type { ShowError } from '../errors/showError';
import { correctFilter } from '../filters/correctFilter';
import { FileStates, updateFileStates } from './fileState';
import { FileWakes } from './fileWakes';
import { HITS_INTERVAL, updateCounts } from './hitCounts';
import { HelperSession } from './helperSession';
import { KeptProbes } from './keptProbes';
import { emulatesNops } from '../text/shortCost';
import { readSetting } from '../manifest/readSetting';
import { MAPPERS_INTERVAL, updateMappers } from './mappers';
import { correctLine } from '../pickers/correctLine';
import { makeElevator } from './makeElevator';
import { requestLabel } from './attachRequest';
import type { OwnedProbe } from './ownedProbe';
import { OthersStore } from './othersStore';
import { Poller } from './poller';
import { ExpiryWatch } from './expiryWatch';
import { LimitService } from './limitService';
import { limitSettings } from './limitSettings';
import { limitsOf } from './probeLimits';
import { ProbeService } from './probeService';
import { ProbeStore } from './probeStore';
import { offerAfterReload, tellLost } from './recreateOffer';
import { RemovedProbes } from './removedProbes';
import { StoppedProbes } from './stoppedProbes';
import type { Unsubscribe } from './signal';
import { extensionVersion } from './version';
import { WindowUi } from './windowUi';
import { workProgress, workTitle } from './workProgress';

/** How often it is looked whether a probed file was rebuilt: one `stat` each; in ms. */
const FILES_INTERVAL = 2000;
/** Other tools change their probes seldom; in ms. */
const OTHERS_INTERVAL = 10_000;

/** The parts of a window's session, and how they follow each other. */
export interface WindowSession extends Unsubscribe {
  readonly session: HelperSession;
  readonly probes: ProbeStore;
  readonly others: OthersStore;
  readonly service: ProbeService;
  /** What can be brought back. */
  readonly removed: RemovedProbes;
  /** What ends probes: changes to it, and what came of it. */
  readonly limits: LimitService;
  readonly stopped: StoppedProbes;
  readonly expiry: ExpiryWatch;
  readonly files: FileStates;
  readonly hits: Poller;
  readonly pollers: readonly Poller[];
}

/** Makes the session of this window; starts nothing. */
export function windowSession(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  showError: ShowError,
): WindowSession {
  const session = new HelperSession(
    () => makeElevator(context, log),
    new WindowUi(log),
    `vscode ${vscode.version} probescope ${extensionVersion(context)}`,
  );
  const probes = new ProbeStore();
  const others = new OthersStore();
  const onPollError = (error: unknown): void => log.warn(`Polling failed: ${String(error)}`);
  const hits = new Poller(
    () => updateCounts(probes, session.running?.client),
    HITS_INTERVAL,
    onPollError,
  );
  // The files of a command of the user's own may be on another machine.
  const filesAreHere = (): boolean =>
    session.running
      ? session.running.via !== 'command'
      : readSetting('probescope.helper.command').length === 0;
  const states = new FileStates(() => session.running?.client);
  const look = async (): Promise<void> => {
    await (filesAreHere() ? updateFileStates(probes, states) : undefined);
  };
  const files = new Poller(look, FILES_INTERVAL, onPollError);
  // Also while nobody looks at the view: people build with it closed.
  files.watch();
  const wakes = new FileWakes(probes, () => files.wake());
  const mappers = new Poller(
    async () => {
      await (filesAreHere() ? updateMappers(probes, session.running?.client) : undefined);
    },
    MAPPERS_INTERVAL,
    onPollError,
  );
  const othersPoller = new Poller(
    async () => {
      const helper = session.running?.client;
      await (helper ? others.refresh(helper) : undefined);
    },
    OTHERS_INTERVAL,
    onPollError,
  );
  const removed = new RemovedProbes();
  const service = new ProbeService(
    session,
    probes,
    {
      progress: (work, what, count) => workProgress(work, workTitle(what, count)),
      failed: failures => {
        const elsewhere = session.running?.via === 'command';
        void showError(describeFailures(failures, vscode.l10n.t, elsewhere));
      },
      correctFilter,
      correctLine,
      removed: gone => removed.add(gone),
      error: error => void showError(error),
    },
    look,
    request => limitsOf(request, limitSettings(), emulatesNops(release())),
  );
  const stopped = new StoppedProbes(probes);
  const expiry = new ExpiryWatch(probes);
  const limits = new LimitService(
    () => session.running?.client,
    probes,
    keys => service.start(keys),
  );
  const kept = new KeptProbes(probes, context.workspaceState);
  const { language } = vscode.env;
  session.onDidChangeState(state => {
    if (state === 'connected') {
      stopped.forget();
      session.running?.client.onNotification('stopped', probe => stopped.add(probe));
      othersPoller.wake();
    } else if (state !== 'authorising') {
      others.clear();
      probes.loseAll();
    }
    if (state === 'lost') {
      void tellLost(probes, language);
    }
  });
  probes.onDidChange(({ added, removed }) => {
    const line = ({ request, probe }: OwnedProbe): string =>
      probe.canonical || requestLabel(request);
    added.forEach(probe =>
      log.info(`${probe.state === 'lost' ? 'Kept' : 'Attached'} ${line(probe)}`),
    );
    removed.forEach(probe => log.info(`Removed ${line(probe)}`));
    if (added.length > 0) {
      files.wake();
      hits.wake();
      mappers.wake();
    }
  });
  void kept
    .takeOver()
    .then(found => (found ? offerAfterReload(probes, language) : undefined))
    .catch(onPollError);
  const parts = [
    kept,
    session,
    hits,
    files,
    wakes,
    mappers,
    othersPoller,
    ...[expiry, stopped, removed, probes, others],
  ];
  return {
    ...{
      session,
      probes,
      others,
      service,
      removed,
      limits,
      stopped,
      expiry,
      files: states,
      hits,
      pollers: [hits, mappers, othersPoller],
    },
    dispose: () => parts.forEach(part => part.dispose()),
  };
}
