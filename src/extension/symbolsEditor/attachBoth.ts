import * as vscode from 'vscode';
import type { SymbolRow } from '../../elf/symbolRow';
import type { SymbolFile } from '../../workers/symbolClient';
import { inspectPlace } from '../binaries/inspectPlace';
import type { GoToLibrary } from '../binaries/showRefusal';
import { userSymbol } from '../binaries/userSymbol';
import { attachConfirmed } from '../pickers/attachConfirmed';
import type { AttachTools } from '../pickers/attachTools';
import { confirmBoth, type BothLookups } from '../pickers/confirmBoth';
import type { UserSymbol } from '../session/attachRequest';
import { attachRows } from './attachRows';
import type { SymbolsPanel } from './symbolsPanel';

/** Attaches to entry and return of the rows: of one function after one last step for both, else one for each. */
export async function attachBoth(
  panel: SymbolsPanel,
  rows: readonly SymbolRow[],
  tools: AttachTools,
  goTo: GoToLibrary,
): Promise<void> {
  const found = panel.file && (await plainFunction(panel.uri.fsPath, panel.file, rows));
  if (!found) {
    // Who cancels means both.
    if ((await attachRows('uprobe', panel, rows, tools, goTo)) !== 'cancelled') {
      await attachRows('uretprobe', panel, rows, tools, goTo);
    }
    return;
  }
  const { target, ...known } = found;
  const users = (): ReturnType<typeof tools.attacher.payers> => tools.attacher.payers(target);
  const confirmed = await confirmBoth(
    [
      { kind: 'uprobe', target },
      { kind: 'uretprobe', target },
    ],
    { ...known, users, tools },
  );
  await attachConfirmed(confirmed, tools.attacher);
}

/** The one row that nothing is to be asked or said about: both of its probes are proved to do no harm. */
async function plainFunction(
  path: string,
  file: SymbolFile,
  rows: readonly SymbolRow[],
): Promise<({ target: UserSymbol } & Pick<BothLookups, 'site' | 'machine'>) | undefined> {
  const [row] = rows;
  const target = row && userSymbol(path, file.info, row);
  if (!target || rows.length > 1 || target.usdt || !row.uprobe.ok || !row.uretprobe.ok) {
    return undefined;
  }
  const site = await inspectPlace(path, file, target.offset, vscode.l10n.t);
  return site.uprobe.ok && site.uretprobe.ok
    ? { site, machine: file.info.machine, target: { ...target, cost: site.cost } }
    : undefined;
}
