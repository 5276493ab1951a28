import * as vscode from 'vscode';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import { hitsFrom } from '../limits/hitsInput';
import { requestLabel } from '../session/attachRequest';
import type { LimitService } from '../session/limitService';
import type { Services } from '../services';
import { groupKeys } from './groupCommands';
import { probeKeys } from './probeCommands';

/** What ends probes, on rows of the tree: more time, and so many hits. */
export function registerLimitCommands(
  { probes, showError }: Services,
  limits: LimitService,
): vscode.Disposable[] {
  return [
    registerCommand(commandIds.extendProbe, showError, (...args) => limits.extend(probeKeys(args))),
    registerCommand(commandIds.extendGroup, showError, row =>
      limits.extend(groupKeys(probes, row)),
    ),
    registerCommand(commandIds.stopAfterHits, showError, async (...args) => {
      const keys = probeKeys(args);
      const [first] = keys.flatMap(key => probes.get(key) ?? []);
      if (!first) {
        return;
      }
      const t = vscode.l10n.t;
      const typed = await vscode.window.showInputBox({
        title: t('Stop After Hits: {0}', requestLabel(first.request)),
        prompt: t('Counted from now on; a few more may pass. Leave it empty for no limit.'),
        value: first.request.limits?.maxHits?.toString() ?? '',
        validateInput: text =>
          hitsFrom(text) === 'wrong' ? t('Type a whole number of hits, such as 1000.') : undefined,
      });
      const maxHits = typed === undefined ? 'wrong' : hitsFrom(typed);
      if (maxHits !== 'wrong') {
        await Promise.all(keys.map(key => limits.stopAfter(key, maxHits)));
      }
    }),
  ];
}
