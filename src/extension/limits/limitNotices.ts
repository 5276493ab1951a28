import * as vscode from 'vscode';
import type { ShowError } from '../errors/showError';
import type { RowStyle } from '../probesView/row';
import type { ExpiryWatch } from '../session/expiryWatch';
import type { LimitService } from '../session/limitService';
import type { ProbeService } from '../session/probeService';
import type { ProbeStore } from '../session/probeStore';
import type { StoppedProbes } from '../session/stoppedProbes';
import { byReason, endedSentence, endingSentence, type Ended } from './limitSentences';

/** What notices are about, and what their buttons do. */
export interface NoticeParts {
  readonly probes: ProbeStore;
  readonly stopped: StoppedProbes;
  readonly expiry: ExpiryWatch;
  readonly limits: LimitService;
  readonly service: Pick<ProbeService, 'start'>;
  readonly emulatesNops: boolean;
  readonly showError: ShowError;
}

/** Tells of probes that the helper stopped, and of those that are about to be, and asks what to do. */
export function registerLimitNotices(parts: NoticeParts, style: RowStyle): vscode.Disposable[] {
  const { probes, stopped, expiry, limits, showError } = parts;
  return [
    stopped.onDidStop(ended => {
      for (const group of byReason(ended, key => probes.get(key))) {
        void tellEnded(group, parts, style).catch(showError);
      }
    }),
    expiry.onEnding(ending => {
      const keep = vscode.l10n.t('Keep for Another Hour');
      void vscode.window
        .showInformationMessage(endingSentence(ending, style), keep)
        .then(answer => (answer === keep ? limits.keep(ending.map(({ key }) => key)) : undefined))
        .then(undefined, showError);
    }),
  ].map(part => new vscode.Disposable(() => part.dispose()));
}

async function tellEnded(
  ended: Ended,
  { limits, service, emulatesNops }: NoticeParts,
  style: RowStyle,
): Promise<void> {
  const sentence = endedSentence(ended, style, emulatesNops);
  const keys = ended.probes.map(({ key }) => key);
  if (ended.reason === 'budget') {
    const anyway = vscode.l10n.t('Start Anyway');
    const keep = vscode.l10n.t('Keep Stopped');
    const answer = await vscode.window.showWarningMessage(sentence, anyway, keep);
    await (answer === anyway ? limits.startAnyway(keys) : undefined);
    return;
  }
  const again = vscode.l10n.t('Start Again');
  const answer = await vscode.window.showInformationMessage(sentence, again);
  await (answer === again ? service.start(keys) : undefined);
}
