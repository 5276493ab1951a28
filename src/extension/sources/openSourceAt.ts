import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SymbolFile } from '../../workers/symbolClient';
import type { SourceLine, SymbolPlace } from '../../workers/symbolMessages';
import { HumanError } from '../errors/humanError';
import { printable } from '../text/markdown';
import { findSource, type FoundSource } from './findSource';
import { stoppable } from './stoppable';
import { workspaceFiles } from './workspaceFiles';

const NS_PER_MS = 1_000_000n;

/**
 * Opens the source of a place in a program at its line, and says so where it is newer than the program. Gives the line
 * where the source is not to be found, and `noLine` where none is known. Throws HumanError where it cannot be opened, and
 * SymbolError where the program's debug information cannot be read; a silent HumanError where the user stops it.
 * @param program its path
 */
export async function openSourceAt(
  file: Pick<SymbolFile, 'lines' | 'info'>,
  place: SymbolPlace,
  program: string,
): Promise<'opened' | 'noLine' | SourceLine> {
  const t = vscode.l10n.t;
  const [line] = await stoppable(
    t('Reading the line numbers of {0}', printable(basename(program))),
    t('Reading the line numbers was cancelled.'),
    signal => file.lines([place], signal),
  );
  if (!line) {
    return 'noLine';
  }
  const source = await findSource(line.path, workspaceFiles);
  if (!source) {
    return line;
  }
  const document = await openDocument(source.path);
  const told = new vscode.Position(line.line - 1, Math.max(0, line.column - 1));
  const at = document.validatePosition(told);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
  warnOfNewer(source, program, file.info.mtime);
  return 'opened';
}

async function openDocument(path: string): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  } catch (cause) {
    // Binary, or not to be read by this user: VS Code says which.
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new HumanError(vscode.l10n.t('The source cannot be opened. {0}', printable(words)), {
      cause,
    });
  }
}

function warnOfNewer({ path, changed }: FoundSource, program: string, built: bigint): void {
  if (changed > Number(built / NS_PER_MS) + 1) {
    const text = vscode.l10n.t(
      '{0} is newer than {1}: its lines may not be those that were compiled.',
      printable(basename(path)),
      printable(basename(program)),
    );
    void vscode.window.showWarningMessage(text);
  }
}
