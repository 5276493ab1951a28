import type { SymbolRow } from '../../elf/symbolRow';
import type { GoToLibrary } from '../binaries/showRefusal';
import type { SiteRules } from '../binaries/siteRules';
import type { Attacher } from '../session/attacher';
import { attachRows } from './attachRows';
import { onlyImport, openThere } from './openThere';
import type { SymbolsPanel } from './symbolsPanel';

/** Enter or a double click: attaches to the rows, or opens the library that has the one import. */
export async function actOnRows(
  panel: SymbolsPanel,
  rows: readonly SymbolRow[],
  attacher: Attacher,
  rules: SiteRules,
  goTo: GoToLibrary,
): Promise<void> {
  const imported = onlyImport(rows);
  await (imported
    ? openThere(panel, imported, goTo)
    : attachRows('uprobe', panel, rows, attacher, rules, goTo));
}
