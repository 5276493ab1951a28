import { basename } from 'node:path';
import type * as vscode from 'vscode';
import type { SymbolFile } from '../../workers/symbolClient';
import { printable } from '../text/markdown';
import type { DebugFiles } from './debugFiles';
import { lookUpSymbols } from './lookUpSymbols';
import { useDebugFile } from './useDebugFile';

/** What the page's buttons and the palette do about the debug file of the editor in sight. */
export type DebugFileAction = 'lookUpSymbols' | 'useDebugFile' | 'forgetDebugFile';

/** @param asked whether the user has seen which servers are asked, as the page's notice says */
export async function actOnDebugFile(
  debugFiles: DebugFiles,
  { file, uri }: { readonly file: SymbolFile | undefined; readonly uri: vscode.Uri },
  action: DebugFileAction,
  asked: boolean,
): Promise<void> {
  const name = printable(basename(uri.fsPath));
  if (!file) {
    return;
  }
  switch (action) {
    case 'lookUpSymbols':
      await lookUpSymbols(debugFiles, name, file.info, asked);
      break;
    case 'useDebugFile':
      await useDebugFile(debugFiles, name, file);
      break;
    case 'forgetDebugFile':
      if (file.info.buildId !== undefined) {
        await debugFiles.forget(file.info.buildId);
      }
      break;
  }
}
