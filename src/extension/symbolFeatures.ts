import { join } from 'node:path';
import * as vscode from 'vscode';
import { SymbolClient } from '../workers/symbolClient';
import { OpenBinaries } from './binaries/openBinaries';
import { registerOpenSymbols } from './commands/openSymbols';
import { registerSymbolMenu } from './commands/symbolMenu';
import type { Services } from './services';
import { attachRows } from './symbolsEditor/attachRows';
import { reopenAs } from './symbolsEditor/fileActions';
import { SymbolsEditorProvider } from './symbolsEditor/symbolsEditorProvider';

/** The symbols editor, the pickers, and copy and paste of definitions: returns their registrations. */
export function registerSymbolFeatures(services: Services): vscode.Disposable[] {
  const { context, log, probes, attacher } = services;
  const client = new SymbolClient(join(context.extensionPath, 'dist', 'symbolWorker.js'));
  const binaries = new OpenBinaries(client);
  const goTo = (path: string, name: string): Promise<void> =>
    editors.open(vscode.Uri.file(path), { name });
  const shown = (work: Promise<unknown>): void => void work.catch(services.showError);
  const editors = new SymbolsEditorProvider(context.extensionUri, {
    binaries,
    probes,
    log,
    attach: (panel, rows) => shown(attachRows('uprobe', panel, rows, attacher, goTo)),
    act: (uri, action) => shown(reopenAs(uri, action)),
  });
  return [
    new vscode.Disposable(() => {
      binaries.dispose();
      void client.dispose();
    }),
    editors.register(),
    registerOpenSymbols(editors),
    ...registerSymbolMenu(services, editors, goTo),
  ];
}
