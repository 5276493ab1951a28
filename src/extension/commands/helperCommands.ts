import type * as vscode from 'vscode';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import type { HelperSession } from '../session/helperSession';
import type { ProbeService } from '../session/probeService';
import type { Services } from '../services';

/** Start and stop of the helper, re-creating what it lost, and its log. */
export function registerHelperCommands(
  { log, probes, showError }: Services,
  session: HelperSession,
  service: ProbeService,
): vscode.Disposable[] {
  return [
    registerCommand(commandIds.startHelper, showError, async via => {
      await session.connected(via === 'terminal' ? via : undefined);
    }),
    registerCommand(commandIds.stopHelper, showError, () => session.stop()),
    registerCommand(commandIds.recreateProbes, showError, () =>
      service.recreate(probes.probes.map(probe => probe.key)),
    ),
    registerCommand(commandIds.showLog, showError, () => log.show()),
  ];
}
