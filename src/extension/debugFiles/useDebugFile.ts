import * as vscode from 'vscode';
import type { SymbolFile } from '../../workers/symbolClient';
import { HumanError } from '../errors/humanError';
import { printable } from '../text/markdown';
import type { DebugFiles } from './debugFiles';
import { pickDebugFile } from './pickDebugFile';
import { refusedSentence } from './refusedSentence';

/** Lets the user choose the debug file of a program; it is checked, and remembered for the build-id. */
export async function useDebugFile(
  debugFiles: DebugFiles,
  name: string,
  file: SymbolFile,
): Promise<void> {
  const t = vscode.l10n.t;
  const { buildId, tables } = file.info;
  if (buildId === undefined) {
    throw new HumanError(
      t(
        '{0} has no build-id to remember a debug file by: name the file in its debug link, by objcopy --add-gnu-debuglink.',
        name,
      ),
    );
  }
  if (tables.includes('symtab')) {
    throw new HumanError(t('{0} has a symbol table of its own, which goes first.', name));
  }
  const path = await pickDebugFile(name, buildId, file);
  if (path === undefined) {
    return;
  }
  const refused = await file.checkDebugFile(path);
  if (refused && refused.reason !== 'unproved') {
    throw new HumanError(refusedSentence(refused, buildId, t));
  }
  if (!refused) {
    await debugFiles.choose(buildId, { file: path });
  } else if (await taken(path)) {
    await debugFiles.choose(buildId, { file: path, unchecked: true });
  }
}

/** Of a file that nothing can be said about only the user can know. */
async function taken(path: string): Promise<boolean> {
  const t = vscode.l10n.t;
  const use = t('Use It Unchecked');
  const answer = await vscode.window.showWarningMessage(
    t('Nothing proves that {0} belongs to this program.', printable(path)),
    {
      modal: true,
      detail: t(
        'It has no build-id, and the program names no checksum. If it is of another build, its names stand at wrong places.',
      ),
    },
    use,
  );
  return answer === use;
}
