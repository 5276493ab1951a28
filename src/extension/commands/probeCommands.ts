import * as vscode from 'vscode';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import { isNode, type TreeNode } from '../probesView/probeNodes';
import { isUserRequest } from '../session/attachRequest';
import type { ProbeService } from '../session/probeService';
import type { Services } from '../services';

/** Start, stop, remove and reveal on rows of the tree; with several rows selected, on all of them. */
export function registerProbeCommands(
  { probes, showError }: Services,
  service: ProbeService,
  selection: () => readonly TreeNode[],
): vscode.Disposable[] {
  return [
    registerCommand(commandIds.startProbe, showError, (...args) => service.start(probeKeys(args))),
    registerCommand(commandIds.stopProbe, showError, (...args) => service.stop(probeKeys(args))),
    registerCommand(commandIds.removeProbe, showError, (...args) =>
      // A key hands over no row: it is meant for those that are selected.
      service.remove(probeKeys(args[0] === undefined ? [undefined, selection()] : args)),
    ),
    registerCommand(commandIds.revealSymbol, showError, async (...args) => {
      const [key] = probeKeys(args);
      const request = key === undefined ? undefined : probes.get(key)?.request;
      if (request && isUserRequest(request)) {
        const uri = vscode.Uri.file(request.target.path);
        const { target } = request;
        await vscode.commands.executeCommand(commandIds.openSymbols, uri, target.symbol, target);
      }
    }),
  ];
}

/**
 * VS Code hands a menu's command the row it was opened on, then the selected rows. Only where the row is
 * one of them are the others meant too.
 */
export function probeKeys([row, selection]: readonly unknown[]): number[] {
  const selected = Array.isArray(selection) ? (selection as unknown[]) : [];
  const rows = row === undefined || selected.includes(row) ? selected : [row];
  return rows.flatMap(node => (isNode(node, 'probe') ? [node.key] : []));
}
