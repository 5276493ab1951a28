import * as vscode from 'vscode';
import type { SymbolRow } from '../../elf/symbolRow';
import { toHex64 } from '../../protocol/scalars';
import { labelText } from './itemText';

type ChoiceItem = vscode.QuickPickItem & { readonly choice: SymbolRow | 'resolver' };

/** Which code of an IFUNC: one of those that its resolver may choose, or the resolver itself. */
export async function resolverPick(
  name: string,
  choices: readonly SymbolRow[],
): Promise<SymbolRow | 'resolver' | undefined> {
  const t = vscode.l10n.t;
  const items: ChoiceItem[] = choices.map(row => ({
    choice: row,
    label: `$(symbol-method) ${labelText(row.demangled ?? row.name)}`,
    description: toHex64(row.fileOffset ?? 0n),
  }));
  items.push({
    choice: 'resolver',
    label: `$(warning) ${t('Attach to the Resolver')}`,
    detail: t('Only the code that chooses: it runs once or twice, when a program starts.'),
  });
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('{0} is an IFUNC: which code?', name),
    placeHolder:
      choices.length > 0
        ? t('Which of these is called, each program decides when it starts')
        : t('This file names none of its implementations: they are often called __{0}_…', name),
  });
  return chosen?.choice;
}
