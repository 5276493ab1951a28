import * as vscode from 'vscode';
import { commandIds } from '../manifest/commands';
import type { ContextKeySetter } from '../manifest/contextKeySetter';
import { registerCommand } from '../manifest/registerCommand';
import { treeLabel } from '../probesView/treeLabel';
import type { OwnedProbe } from '../session/ownedProbe';
import type { ProbeService } from '../session/probeService';
import type { RemovedProbes } from '../session/removedProbes';
import type { Services } from '../services';
import { labelText } from '../pickers/itemText';

/** How long the status bar offers it, in ms; the command stays. */
const OFFERED = 20_000;

/** "Undo Remove": brings back what was removed last, offered for a while where one click reaches it. */
export function registerUndoRemove(
  { showError }: Services,
  service: ProbeService,
  removed: RemovedProbes,
  keys: ContextKeySetter,
): { dispose(): unknown }[] {
  const item = vscode.window.createStatusBarItem(
    'probescope.undo',
    vscode.StatusBarAlignment.Left,
    -1,
  );
  item.name = vscode.l10n.t('Undo Remove');
  item.command = commandIds.undoRemove;
  let timer: NodeJS.Timeout | undefined;
  const subscription = removed.onDidChange(probes => {
    clearTimeout(timer);
    keys.set('probescope.canUndoRemove', probes !== undefined);
    if (!probes) {
      item.hide();
      return;
    }
    item.text = `$(discard) ${labelText(offer(probes))}`;
    item.tooltip = vscode.l10n.t('Makes again what was removed last, as it was.');
    item.show();
    timer = setTimeout(() => item.hide(), OFFERED);
  });
  return [
    item,
    new vscode.Disposable(() => {
      clearTimeout(timer);
      subscription.dispose();
    }),
    registerCommand(commandIds.undoRemove, showError, () => service.bringBack(removed.take())),
  ];
}

function offer(probes: readonly OwnedProbe[]): string {
  const [first] = probes;
  return first && probes.length === 1
    ? vscode.l10n.t('Undo: {0} was removed', treeLabel(first.request))
    : vscode.l10n.t('Undo: {0} probes were removed', probes.length);
}
