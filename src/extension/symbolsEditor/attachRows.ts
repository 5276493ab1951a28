import * as vscode from 'vscode';
import type { SymbolRow } from '../../elf/symbolRow';
import { attachPlan } from '../binaries/attachPlan';
import { decodedMany } from '../binaries/decodedMany';
import { showRefusal, type GoToLibrary } from '../binaries/showRefusal';
import type { SiteRules } from '../binaries/siteRules';
import { wantedCallers } from '../callers/wantedCaller';
import { attachMany, type Left } from '../pickers/attachMany';
import type { Attacher } from '../session/attacher';
import type { UserAttachRequest } from '../session/attachRequest';
import { isJudgedAtPlace } from '../session/riskTaken';
import { chosenCode } from './chosenCode';
import type { SymbolsPanel } from './symbolsPanel';

/**
 * Attaches to the rows chosen in the editor: one at once, several as one event after a last step. Resolves
 * with whether the user left that step.
 * @param rules may ask about the risk of a single row; several are not asked about one by one
 */
export async function attachRows(
  kind: UserAttachRequest['kind'],
  panel: SymbolsPanel,
  rows: readonly SymbolRow[],
  attacher: Attacher,
  rules: SiteRules,
  goTo: GoToLibrary,
): Promise<Left | undefined> {
  const { file, uri } = panel;
  if (!file) {
    return undefined;
  }
  const path = uri.fsPath;
  if (rows.length > 1) {
    return attachMany({ kind, path, file, rows }, attacher, rules, goTo);
  }
  const plan = attachPlan(kind, path, file.info, rows, isJudgedAtPlace);
  const { requests: planned, refused } = plan;
  const [impossible] = refused;
  if (impossible?.verdict.code === 'ifunc') {
    const code = await chosenCode(kind, path, file, impossible.row);
    if (code) {
      await ('row' in code
        ? attachRows(kind, panel, [code.row], attacher, rules, goTo)
        : attacher.attach(wantedCallers([code.request])));
    }
    return undefined;
  }
  if (impossible) {
    await showRefusal(impossible, file, goTo);
    return undefined;
  }
  const { fine, refused: harmful } = await decodedMany(file, planned, rules, vscode.l10n.t);
  const [harm] = harmful;
  if (harm) {
    void vscode.window.showErrorMessage(harm.why);
  }
  if (fine.length > 0) {
    await attacher.attach(wantedCallers(fine.map(({ request }) => request)));
  }
  return undefined;
}
