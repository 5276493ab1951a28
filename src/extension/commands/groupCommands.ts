import type * as vscode from 'vscode';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import { isNode } from '../probesView/probeNodes';
import type { ProbeService } from '../session/probeService';
import type { ProbeStore } from '../session/probeStore';
import type { Services } from '../services';

/** Start, stop and remove all probes of one target. */
export function registerGroupCommands(
  { probes, showError }: Services,
  service: ProbeService,
): vscode.Disposable[] {
  const keys = (row: unknown): number[] => groupKeys(probes, row);
  return [
    registerCommand(commandIds.startGroup, showError, row => service.start(keys(row))),
    registerCommand(commandIds.stopGroup, showError, row => service.stop(keys(row))),
    registerCommand(commandIds.removeGroup, showError, row => service.remove(keys(row))),
  ];
}

/** The probes of the group whose row a command was given. */
export function groupKeys(probes: ProbeStore, row: unknown): number[] {
  const group = isNode(row, 'group')
    ? probes.groups.find(({ target }) => target === row.target)
    : undefined;
  return (group?.probes ?? []).map(probe => probe.key);
}
