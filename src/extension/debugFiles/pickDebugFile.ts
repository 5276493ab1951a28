import * as vscode from 'vscode';
import type { SymbolFile } from '../../workers/symbolClient';
import { HumanError } from '../errors/humanError';
import { printable } from '../text/markdown';
import { debugFileIn } from './debugFolder';

type Source = 'file' | 'folder';

/** Lets the user name a debug file, or a folder that has it; nothing when that is dismissed. */
export async function pickDebugFile(
  name: string,
  buildId: string,
  file: Pick<SymbolFile, 'checkDebugFile'>,
): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const items: (vscode.QuickPickItem & { readonly source: Source })[] = [
    { source: 'file', label: t('A File…') },
    {
      source: 'folder',
      label: t('A Folder…'),
      detail: t('The file of this build is looked for in it'),
    },
  ];
  const title = t('Debug file of {0}', name);
  // VS Code's dialog of this system chooses the one or the other.
  const source = (await vscode.window.showQuickPick(items, { title }))?.source;
  const isFolder = source === 'folder';
  const [uri] =
    (source &&
      (await vscode.window.showOpenDialog({
        title,
        openLabel: isFolder ? t('Look Here') : t('Use Debug File'),
        canSelectFiles: !isFolder,
        canSelectFolders: isFolder,
      }))) ??
    [];
  return uri && isFolder ? lookIn(uri.fsPath, name, buildId, file) : uri?.fsPath;
}

async function lookIn(
  folder: string,
  name: string,
  buildId: string,
  file: Pick<SymbolFile, 'checkDebugFile'>,
): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const location = vscode.ProgressLocation.Notification;
  const title = t('Debug file of {0}', name);
  return vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    const check = (path: string): ReturnType<typeof file.checkDebugFile> =>
      file.checkDebugFile(path);
    const found = await debugFileIn(folder, buildId, check, abort.signal).catch(
      (error: unknown) => {
        if (!abort.signal.aborted) {
          throw error;
        }
        return undefined;
      },
    );
    if (found === undefined && !abort.signal.aborted) {
      throw new HumanError(
        t(
          'No file in {0} has the build-id of {1}, {2}: choose another folder, or the file itself.',
          printable(folder),
          name,
          buildId,
        ),
      );
    }
    return found;
  });
}
