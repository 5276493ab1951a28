import type { SymbolRow } from '../../elf/symbolRow';
import { attachPlan } from '../binaries/attachPlan';
import { showRefusal, type GoToLibrary } from '../binaries/showRefusal';
import type { Left } from '../pickers/attachConfirmed';
import { attachMany } from '../pickers/attachMany';
import type { AttachTools } from '../pickers/attachTools';
import { lastStep } from '../pickers/lastStep';
import type { UserAttachRequest } from '../session/attachRequest';
import { isJudgedAtPlace } from '../session/riskTaken';
import { chosenCode } from './chosenCode';
import type { SymbolsPanel } from './symbolsPanel';

/**
 * Attaches to the rows chosen in the editor after the same last step as from a picker; several become one event.
 * Resolves with whether the user left that step.
 */
export async function attachRows(
  kind: UserAttachRequest['kind'],
  panel: SymbolsPanel,
  rows: readonly SymbolRow[],
  tools: AttachTools,
  goTo: GoToLibrary,
): Promise<Left | undefined> {
  const { file, uri } = panel;
  if (!file) {
    return undefined;
  }
  const path = uri.fsPath;
  if (rows.length > 1) {
    return attachMany({ kind, path, file, rows }, tools, goTo);
  }
  const { requests, refused } = attachPlan(kind, path, file.info, rows, isJudgedAtPlace);
  const [impossible] = refused;
  if (impossible?.verdict.code === 'ifunc') {
    const code = await chosenCode(kind, path, file, impossible.row);
    if (!code) {
      return 'cancelled';
    }
    return 'row' in code
      ? attachRows(kind, panel, [code.row], tools, goTo)
      : lastStep(tools, code.request, file, { isFirst: true, isWarned: true });
  }
  if (impossible) {
    await showRefusal(impossible, file, goTo);
    return undefined;
  }
  const [request] = requests;
  return request && lastStep(tools, request, file, { isFirst: true });
}
