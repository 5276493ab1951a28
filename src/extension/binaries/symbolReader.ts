import { join } from 'node:path';
import type * as vscode from 'vscode';
import { SymbolClient } from '../../workers/symbolClient';
import type { DebugFiles } from '../debugFiles/debugFiles';
import { makeDebugFiles } from '../debugFiles/makeDebugFiles';

/** What reads symbols for the whole window. */
export interface SymbolReader {
  readonly client: SymbolClient;
  readonly debugFiles: DebugFiles;
}

/** Its worker starts with the first file. */
export function makeSymbolReader(context: vscode.ExtensionContext): SymbolReader {
  const debugFiles = makeDebugFiles(context);
  const client = new SymbolClient(join(context.extensionPath, 'dist', 'symbolWorker.js'), () =>
    debugFiles.places(),
  );
  return { client, debugFiles };
}
