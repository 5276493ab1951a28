import * as vscode from 'vscode';
import { HumanError } from '../errors/humanError';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import { showProcessHits } from '../processHits/showProcessHits';
import { scopeWords } from '../scope/scopeText';
import type { Services } from '../services';
import { requestLabel } from '../session/attachRequest';
import type { CaptureHub } from '../session/captureHub';
import type { RunningHelper } from '../session/helperSession';
import { probeKeys } from './probeCommands';

/** "Hits by Process" on one or more probes of the tree. */
export function registerProcessHits(
  { probes, scope, showError }: Services,
  hub: CaptureHub,
  running: () => RunningHelper | undefined,
): vscode.Disposable {
  return registerCommand(commandIds.processHits, showError, async (...args) => {
    const armed = probeKeys(args).flatMap(key => {
      const probe = probes.get(key);
      return probe?.state === 'armed' ? [probe] : [];
    });
    const helper = running();
    const [first] = armed;
    if (!helper || !first) {
      throw new HumanError(vscode.l10n.t('Only a probe that is armed has hits: start it first.'));
    }
    if (hub.isRecording) {
      throw new HumanError(
        vscode.l10n.t('The flight recorder keeps the events until it is frozen: freeze it first.'),
      );
    }
    await showProcessHits({
      hub,
      helper: helper.client,
      isLocal: helper.via !== 'command',
      scope: scopeWords(scope.current, vscode.l10n.t),
      probes: armed.map(({ probe }) => probe),
      name:
        armed.length === 1
          ? requestLabel(first.request)
          : vscode.l10n.t('{0} probes', armed.length),
    });
  });
}
