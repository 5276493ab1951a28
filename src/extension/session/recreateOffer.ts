import * as vscode from 'vscode';
import { commandIds } from '../manifest/commands';
import { probesText } from '../text/numbers';
import type { ProbeStore } from './probeStore';

/** After a window reload: the probes are gone from the kernel, and are made again only if the user says so. */
export async function offerAfterReload(probes: ProbeStore, locale: string): Promise<void> {
  const lost = lostKeys(probes);
  if (lost.length === 0) {
    return;
  }
  const recreate = vscode.l10n.t('Re-create');
  const discard = vscode.l10n.t('Discard');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'This window had {0} before it was reloaded. Re-create what was lost?',
      probesText(lost.length, vscode.l10n.t, locale),
    ),
    recreate,
    discard,
  );
  if (answer === recreate) {
    await vscode.commands.executeCommand(commandIds.recreateProbes);
  } else if (answer === discard) {
    // By then some may have been made again from the view.
    probes.remove(lostKeys(probes));
  }
}

/** After the helper died under the window. */
export async function tellLost(probes: ProbeStore, locale: string): Promise<void> {
  const lost = lostKeys(probes);
  const restart = vscode.l10n.t('Restart');
  const recreate = vscode.l10n.t('Re-create');
  const showLog = vscode.l10n.t('Show Log');
  const message =
    lost.length === 0
      ? vscode.l10n.t('The Probescope helper ended unexpectedly. Restart it?')
      : vscode.l10n.t(
          'The Probescope helper ended unexpectedly, and with it {0} of this window. Re-create what was lost?',
          probesText(lost.length, vscode.l10n.t, locale),
        );
  const answer = await vscode.window.showWarningMessage(
    message,
    ...(lost.length === 0 ? [] : [recreate]),
    restart,
    showLog,
  );
  if (answer === recreate) {
    await vscode.commands.executeCommand(commandIds.recreateProbes);
  } else if (answer === restart) {
    await vscode.commands.executeCommand(commandIds.startHelper);
  } else if (answer === showLog) {
    await vscode.commands.executeCommand(commandIds.showLog);
  }
}

function lostKeys(probes: ProbeStore): number[] {
  return probes.probes.filter(probe => probe.state === 'lost').map(probe => probe.key);
}
