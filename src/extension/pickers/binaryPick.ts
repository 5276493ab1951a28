import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { labelText } from './itemText';
import type { PickedBinary, ProcessBinaryPicker } from './processBinary';
import type { RecentBinaries } from './recentBinaries';

type Source = { readonly path: string } | 'disk' | 'process';
type SourceItem = vscode.QuickPickItem & { readonly source?: Source };

/** Which binary: one of the last, one from disk, or one that a process runs. */
export async function binaryPick(
  recent: RecentBinaries,
  processes: ProcessBinaryPicker,
): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const last = recent.paths.map((path): SourceItem => ({
    source: { path },
    label: `$(file-binary) ${labelText(basename(path))}`,
    description: labelText(dirname(path)),
  }));
  const items: SourceItem[] = [
    ...(last.length > 0 ? [separator(t('Recent')), ...last, separator('')] : []),
    { source: 'disk', label: `$(folder-opened) ${t('Choose a File…')}` },
    { source: 'process', label: `$(server-process) ${t('From a Running Process…')}` },
  ];
  for (;;) {
    const chosen = await vscode.window.showQuickPick(items, {
      title: t('Which program or library?'),
      matchOnDescription: true,
    });
    const source = chosen?.source;
    const picked =
      typeof source === 'object' ? source : source && (await binaryFrom(source, processes));
    if (picked !== 'back') {
      return picked?.path;
    }
  }
}

/** Asks for a file from disk or from a process; `back` for the step before. */
export async function binaryFrom(
  source: 'disk' | 'process',
  processes: ProcessBinaryPicker,
): Promise<PickedBinary> {
  if (source === 'process') {
    return processes.pick();
  }
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Choose a program or library'),
    openLabel: vscode.l10n.t('Choose'),
  });
  return chosen?.[0] && { path: chosen[0].fsPath };
}

function separator(label: string): SourceItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
