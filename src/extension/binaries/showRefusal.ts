import * as vscode from 'vscode';
import type { SymbolFile } from '../../workers/symbolClient';
import type { Refusal } from './attachPlan';
import { refusalSentence } from './refusal';

/** Goes to the file that has a symbol. */
export type GoToLibrary = (path: string, symbol: string) => unknown;

/** Says why a row is refused; an undefined symbol comes with a button that opens the library that has it. */
export async function showRefusal(
  refusal: Refusal,
  file: Pick<SymbolFile, 'definingLibrary' | 'info'>,
  goTo: GoToLibrary,
): Promise<void> {
  const { row, verdict } = refusal;
  // Our own libraries are not those of a process elsewhere: it has been chosen for being another one.
  const library =
    verdict.code === 'undefined' && !file.info.origin
      ? await file.definingLibrary(row.name).catch(() => undefined)
      : undefined;
  const known = library ? { ...verdict, libraries: [library.soname] } : verdict;
  const sentence = refusalSentence(row, known, vscode.l10n.t);
  const open = library && vscode.l10n.t('Open {0} There', library.soname);
  const answer = await vscode.window.showErrorMessage(sentence, ...(open ? [open] : []));
  if (library && answer !== undefined) {
    await goTo(library.path, row.name);
  }
}
