import type { SymbolRow } from '../../elf/symbolRow';
import type { GoToLibrary } from '../binaries/showRefusal';
import type { AttachTools } from '../pickers/attachTools';
import { attachRows } from './attachRows';
import { onlyImport, openThere } from './openThere';
import type { SymbolsPanel } from './symbolsPanel';

/** Enter or a double click: attaches to the rows, or opens the library that has the one import. */
export async function actOnRows(
  panel: SymbolsPanel,
  rows: readonly SymbolRow[],
  tools: AttachTools,
  goTo: GoToLibrary,
): Promise<void> {
  const imported = onlyImport(rows);
  await (imported
    ? openThere(panel, imported, goTo)
    : attachRows('uprobe', panel, rows, tools, goTo));
}
