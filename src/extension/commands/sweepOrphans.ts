import * as vscode from 'vscode';
import { describeError } from '../errors/describeError';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import { isNode } from '../probesView/probeNodes';
import { HelperError } from '../../protocol/helperError';
import type { ItemResult } from '../../protocol/requests';
import type { HelperRequests } from '../session/helperAccess';
import type { OthersStore } from '../session/othersStore';
import { workProgress } from '../session/workProgress';
import type { Services } from '../services';

/** Most owners of one request. */
const MAX_OWNERS = 64;

/** Removes what dead helpers left: of one of them, or of all. */
export function registerSweep(
  { helper, showError }: Services,
  others: OthersStore,
): vscode.Disposable {
  return registerCommand(commandIds.sweepOrphans, showError, async row => {
    const running = await helper.connected();
    await others.refresh(running);
    const owners = isNode(row, 'orphan') ? [row.owner] : others.orphans.map(({ owner }) => owner);
    if (owners.length === 0) {
      await vscode.window.showInformationMessage(vscode.l10n.t('Nothing is left over.'));
      return;
    }
    const results = await workProgress(
      sweepAll(running, owners),
      vscode.l10n.t('Sweeping left-overs'),
    );
    await others.refresh(running);
    const failed = results.find(result => !result.ok);
    if (failed) {
      throw describeError(
        new HelperError(failed.error),
        vscode.l10n.t,
        vscode.l10n.t('a left-over'),
      );
    }
  });
}

async function sweepAll(
  helper: HelperRequests,
  owners: readonly string[],
): Promise<readonly ItemResult[]> {
  const results: ItemResult[] = [];
  for (let at = 0; at < owners.length; at += MAX_OWNERS) {
    const batch = owners.slice(at, at + MAX_OWNERS);
    results.push(...(await helper.request('sweep', { owners: batch })).results);
  }
  return results;
}
