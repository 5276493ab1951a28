import type { SymbolRow } from '../../elf/symbolRow';
import { showRefusal, type GoToLibrary } from '../binaries/showRefusal';
import type { SymbolsPanel } from './symbolsPanel';

/** The one row, if it is of a function that is called from here and lies in a library. */
export function onlyImport(rows: readonly SymbolRow[]): SymbolRow | undefined {
  const [row] = rows;
  const isImport = row?.uprobe.ok === false && row.uprobe.code === 'undefined';
  return rows.length === 1 && isImport ? row : undefined;
}

/** Opens the library that has an imported function, at it; says so where none is found. */
export async function openThere(
  { file }: SymbolsPanel,
  row: SymbolRow,
  goTo: GoToLibrary,
): Promise<void> {
  if (!file || row.uprobe.ok) {
    return;
  }
  // Our own libraries are not those of a process elsewhere.
  const library = file.info.origin
    ? undefined
    : await file.definingLibrary(row.name, row.uprobe.libraries).catch(() => undefined);
  if (library) {
    await goTo(library.path, row.name);
  } else {
    await showRefusal({ row, verdict: row.uprobe }, file, goTo);
  }
}
