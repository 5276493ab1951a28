import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SymbolFile } from '../../workers/symbolClient';
import type { SourceLine, SymbolPlace } from '../../workers/symbolMessages';
import { findSource, type FoundSource } from './findSource';

const NS_PER_MS = 1_000_000n;
/** Files of one name that are looked at. */
const MAX_FILES = 1000;

/**
 * Opens the source of a place in a program at its line, and says so where it is newer than the program. Gives the line
 * where the source is not to be found, and `noLine` where none is known.
 * @param program its path
 */
export async function openSourceAt(
  file: Pick<SymbolFile, 'lines' | 'info'>,
  place: SymbolPlace,
  program: string,
): Promise<'opened' | 'noLine' | SourceLine> {
  const [line] = await file.lines([place]).catch(() => []);
  if (!line) {
    return 'noLine';
  }
  const source = await findSource(line.path, inWorkspace);
  if (!source) {
    return line;
  }
  const at = new vscode.Position(line.line - 1, Math.max(0, line.column - 1));
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(source.path));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
  warnOfNewer(source, program, file.info.mtime);
  return 'opened';
}

function warnOfNewer({ path, changed }: FoundSource, program: string, built: bigint): void {
  if (changed > Number(built / NS_PER_MS) + 1) {
    const text = vscode.l10n.t(
      '{0} is newer than {1}: its lines may not be those that were compiled.',
      basename(path),
      basename(program),
    );
    void vscode.window.showWarningMessage(text);
  }
}

async function inWorkspace(name: string): Promise<string[]> {
  // In a pattern of VS Code these mean something, and none can be taken literally.
  const pattern = `**/${name.replace(/[[\]{}*,\\]/g, '?')}`;
  const found = await vscode.workspace.findFiles(pattern, undefined, MAX_FILES);
  return found.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
}
