import * as vscode from 'vscode';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import { labelText } from '../pickers/itemText';
import { groupLabel } from '../probesView/groupRow';
import { probeRow } from '../probesView/probeRow';
import type { RowStyle } from '../probesView/row';
import { requestLabel } from '../session/attachRequest';
import type { ProbeStore } from '../session/probeStore';
import type { ProbeService } from '../session/probeService';
import type { Services } from '../services';

interface ProbePick extends vscode.QuickPickItem {
  readonly key?: number;
}

/** Remove… (choose several) and Remove All. */
export function registerRemoveCommands(
  { probes, showError }: Services,
  service: ProbeService,
  style: RowStyle,
): vscode.Disposable[] {
  return [
    registerCommand(commandIds.removeAll, showError, async () => {
      if (!(await tellIfNone(probes))) {
        await service.remove(probes.probes.map(probe => probe.key));
      }
    }),
    registerCommand(commandIds.removePick, showError, async () => {
      if (await tellIfNone(probes)) {
        return;
      }
      const chosen = await vscode.window.showQuickPick(picks(probes, style), {
        canPickMany: true,
        matchOnDescription: true,
        title: vscode.l10n.t('Remove Probes'),
        placeHolder: vscode.l10n.t('Choose the probes to remove from the kernel'),
      });
      await service.remove((chosen ?? []).flatMap(({ key }) => key ?? []));
    }),
  ];
}

function picks(probes: ProbeStore, style: RowStyle): ProbePick[] {
  const groups = probes.groups;
  return groups.flatMap(group => [
    {
      label: groupLabel(group.target, groups, style),
      kind: vscode.QuickPickItemKind.Separator,
    },
    ...group.probes.map(probe => {
      const { description, icon } = probeRow(probe, style);
      // In full: it is searched for.
      const label = labelText(requestLabel(probe.request));
      return { label, description, iconPath: new vscode.ThemeIcon(icon), key: probe.key };
    }),
  ]);
}

async function tellIfNone(probes: ProbeStore): Promise<boolean> {
  if (probes.probes.length > 0) {
    return false;
  }
  await vscode.window.showInformationMessage(vscode.l10n.t('This window has no probes to remove.'));
  return true;
}
