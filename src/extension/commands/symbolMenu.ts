import * as v from 'valibot';
import type * as vscode from 'vscode';
import type { SymbolRow } from '../../elf/symbolRow';
import { MenuContext } from '../../protocol/symbolsView';
import { attachPlan } from '../binaries/attachPlan';
import type { GoToLibrary } from '../binaries/showRefusal';
import { copyLines, copyText } from '../export/copyProbes';
import { commandIds, type CommandId } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import type { AttachTools } from '../pickers/attachTools';
import type { Services } from '../services';
import type { UserAttachRequest } from '../session/attachRequest';
import { showSource } from '../sources/registerSources';
import { attachBoth } from '../symbolsEditor/attachBoth';
import { attachPastEndbr } from '../symbolsEditor/attachPastEndbr';
import { attachRows } from '../symbolsEditor/attachRows';
import { onlyImport, openThere } from '../symbolsEditor/openThere';
import type { SymbolsEditorProvider } from '../symbolsEditor/symbolsEditorProvider';
import type { SymbolsPanel } from '../symbolsEditor/symbolsPanel';

type Act = (panel: SymbolsPanel, rows: readonly SymbolRow[]) => Promise<unknown>;

/** The context menu of the symbols editor. Its argument comes from the page, so it is checked. */
export function registerSymbolMenu(
  services: Services,
  editors: SymbolsEditorProvider,
  tools: AttachTools,
  goTo: GoToLibrary,
): vscode.Disposable[] {
  const register = (id: CommandId, act: Act): vscode.Disposable =>
    registerCommand(id, services.showError, async argument => {
      const context = v.safeParse(MenuContext, argument);
      const panel = context.success ? editors.panel(context.output.editor) : undefined;
      if (context.success && panel) {
        await act(panel, await panel.rowsOf(context.output.selection));
      }
    });
  const attach =
    (kind: UserAttachRequest['kind']): Act =>
    (panel, rows) =>
      attachRows(kind, panel, rows, tools, goTo);
  return [
    register(commandIds.symbolAttachUprobe, attach('uprobe')),
    register(commandIds.symbolAttachUretprobe, attach('uretprobe')),
    register(commandIds.symbolAttachBoth, (panel, rows) => attachBoth(panel, rows, tools, goTo)),
    register(commandIds.symbolAttachPastEndbr, (panel, rows) =>
      attachPastEndbr(panel, rows, tools),
    ),
    register(commandIds.symbolOpenThere, async (panel, rows) => {
      const row = onlyImport(rows);
      if (row) {
        await openThere(panel, row, goTo);
      }
    }),
    register(commandIds.symbolOpenSource, async ({ file, uri }, [row]) => {
      if (file && row) {
        await showSource(file, { address: row.address }, uri.fsPath);
      }
    }),
    register(commandIds.symbolCopyName, (_panel, rows) =>
      copyText(rows.map(row => row.name).join('\n')),
    ),
    register(commandIds.symbolCopyDefinition, copyDefinitions),
  ];
}

/** The lines that would be written for these rows; rows that cannot be probed have none. */
async function copyDefinitions(
  { file, uri }: SymbolsPanel,
  rows: readonly SymbolRow[],
): Promise<void> {
  const requests = file ? attachPlan('uprobe', uri.fsPath, file.info, rows).requests : [];
  await copyLines(requests);
}
