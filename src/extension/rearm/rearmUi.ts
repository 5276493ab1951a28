import * as vscode from 'vscode';
import { commandIds } from '../manifest/commands';
import type { RowStyle } from '../probesView/row';
import type { UserAttachRequest } from '../session/attachRequest';
import type { OwnedProbe } from '../session/ownedProbe';
import type { RearmResult } from './rearmer';
import { notRearmedSentence, offerSentence, rearmedSentence } from './rearmSentences';

/** How long the status bar says what came of it, in ms. */
const STATUS_MS = 8000;

/** Opens the picker of functions for a probe that is to go somewhere else in its file. */
export type ChooseAgain = (key: number, request: UserAttachRequest) => Promise<void>;

/** The notification about a rebuilt file; resolves with whether its probes are to be re-armed. */
export async function askRearm(
  path: string,
  probes: readonly OwnedProbe[],
  style: RowStyle,
): Promise<boolean> {
  const rearm = vscode.l10n.t('Re-arm');
  const details = vscode.l10n.t('Details');
  const answer = await vscode.window.showWarningMessage(
    offerSentence(path, probes, style),
    rearm,
    details,
  );
  const [first] = probes;
  if (answer === details && first) {
    await vscode.commands.executeCommand(commandIds.whySilent, { kind: 'probe', key: first.key });
  }
  return answer === rearm;
}

/** Says what came of it; a function that was not found is chosen anew. */
export async function tellRearmed(
  result: RearmResult,
  style: RowStyle,
  chooseAgain: ChooseAgain,
): Promise<void> {
  if (result.rearmed.length > 0) {
    vscode.window.setStatusBarMessage(rearmedSentence(result, style), STATUS_MS);
  }
  const [first] = result.failed;
  if (!first) {
    return;
  }
  const choose = vscode.l10n.t('Choose Function');
  const answer = await vscode.window.showWarningMessage(
    notRearmedSentence(result.failed, style),
    choose,
  );
  if (answer === choose) {
    await chooseAgain(first.key, first.request);
  }
}
