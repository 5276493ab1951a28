import * as vscode from 'vscode';
import { HumanError } from '../errors/humanError';
import { FilterService } from '../filters/filterService';
import type { LiveEvents } from '../liveEvents/liveEvents';
import { commandIds } from '../manifest/commands';
import { ContextKeySetter } from '../manifest/contextKeySetter';
import { registerCommand } from '../manifest/registerCommand';
import { viewIds } from '../manifest/views';
import type { Services } from '../services';
import type { CaptureHub } from '../session/captureHub';
import type { HelperSession } from '../session/helperSession';
import { followCaptureSettings } from './captureSettings';
import { Recorder, type RecorderChoice } from './recorder';
import { pickFreeze, pickRoom, startWithCondition } from './recorderPicks';
import { recorderStatusItem } from './recorderStatus';
import { recorderNote } from './recorderText';

/** The flight recorder: its commands, its state in the status bar and above the events. */
export function registerRecorder(
  { probes, showError, log, runningHelper }: Services,
  session: HelperSession,
  hub: CaptureHub,
  live: LiveEvents,
): vscode.Disposable[] {
  const { t } = vscode.l10n;
  const style = { t, locale: vscode.env.language };
  const keys = new ContextKeySetter();
  const recorder = new Recorder(live, error => log.debug(`Flight recorder: ${String(error)}`));
  const filters = new FilterService(runningHelper, probes);
  const client = (): NonNullable<HelperSession['running']>['client'] => {
    const { running } = session;
    if (!running) {
      throw new HumanError(t('No probe is armed: attach one, and its calls can be recorded.'));
    }
    return running.client;
  };
  const start = async (choice: RecorderChoice): Promise<void> => {
    if (hub.members > (live.state === 'off' ? 0 : 1)) {
      throw new HumanError(
        t('Hits by Process reads the events that the recorder is to keep: close it first.'),
      );
    }
    await recorder.start(client(), choice);
    await vscode.commands.executeCommand(`${viewIds.events}.focus`);
  };
  const followed = [
    recorder,
    recorder.onDidChange(state => {
      keys.set('probescope.recorder', state.kind);
      if (state.kind !== 'off') {
        live.note = recorderNote(state, style);
      }
      if (state.kind === 'frozen' && state.by !== 'hand') {
        void tellFrozen(live.note);
      }
    }),
    session.onDidChangeState(state => {
      const isGone = state !== 'connected' && state !== 'authorising';
      if (isGone && recorder.state.kind === 'recording') {
        recorder.lose();
      }
    }),
  ];
  return [
    new vscode.Disposable(() => followed.forEach(each => each.dispose())),
    recorderStatusItem(recorder, style),
    followCaptureSettings(hub, showError, note => {
      live.note = note;
    }),
    registerCommand(commandIds.startRecorder, showError, async () => {
      client();
      const armed = probes.probes.filter(({ state }) => state === 'armed');
      const bufferKib = await pickRoom(armed, style);
      const freeze = bufferKib === undefined ? undefined : await pickFreeze(armed, style);
      if (bufferKib !== undefined && freeze) {
        await (freeze.probe
          ? startWithCondition(freeze.probe, bufferKib, filters, start)
          : start({ bufferKib }));
      }
    }),
    registerCommand(commandIds.freezeRecorder, showError, async () => {
      if (recorder.state.kind !== 'recording') {
        throw new HumanError(t('No flight recorder runs: start one first.'));
      }
      await client().request('freezeRecorder', {});
      await vscode.commands.executeCommand(`${viewIds.events}.focus`);
    }),
    registerCommand(commandIds.restartRecorder, showError, async () => {
      const { state } = recorder;
      if (state.kind === 'off') {
        throw new HumanError(t('No flight recorder ran: start one first.'));
      }
      await start(state.choice);
    }),
  ];
}

/** It may happen while the user looks elsewhere. */
async function tellFrozen(note: string): Promise<void> {
  const { t } = vscode.l10n;
  const show = t('Show Live Events');
  const again = t('Start Again');
  const chosen = await vscode.window.showInformationMessage(note, show, again);
  if (chosen !== undefined) {
    await vscode.commands.executeCommand(
      chosen === show ? `${viewIds.events}.focus` : commandIds.restartRecorder,
    );
  }
}
