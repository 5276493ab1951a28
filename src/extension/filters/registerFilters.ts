import * as vscode from 'vscode';
import { probeKeys } from '../commands/probeCommands';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import type { Services } from '../services';
import { requestLabel } from '../session/attachRequest';
import { filterTitle } from './askFilter';
import { filterPick } from './filterPick';
import { filterRefusal } from './filterSentences';
import { FilterService } from './filterService';

/** "Set Filter…" on a row of the tree. */
export function registerFilters({ probes, runningHelper, showError }: Services): vscode.Disposable {
  const filters = new FilterService(runningHelper, probes);
  return registerCommand(commandIds.setFilter, showError, async (...args) => {
    const [key = 0] = probeKeys(args);
    const probe = probes.get(key);
    if (probe) {
      await filterPick({
        title: filterTitle(requestLabel(probe.request), vscode.l10n.t),
        filter: probe.request.filter,
        fields: await filters.fields(probe),
        set: async filter => {
          const refused = await filters.set(key, filter);
          return refused && filterRefusal(refused, vscode.l10n.t);
        },
      });
    }
  });
}
