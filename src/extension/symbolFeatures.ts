import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { OpenBinaries } from './binaries/openBinaries';
import type { SymbolReader } from './binaries/symbolReader';
import { windowRules } from './binaries/windowRules';
import { registerAttachProbes } from './commands/attachProbes';
import { registerCopyProbe } from './commands/copyProbe';
import { registerDebugFileCommands } from './commands/debugFileCommands';
import { registerOpenSymbols } from './commands/openSymbols';
import { registerPasteLine } from './commands/pasteLine';
import { registerRearm } from './commands/rearmProbes';
import { registerSymbolMenu } from './commands/symbolMenu';
import { registerWhySilent } from './commands/whySilent';
import { AutoLookUp } from './debugFiles/autoLookUp';
import { lookUpSymbols } from './debugFiles/lookUpSymbols';
import { withCopying } from './pickers/copyProgress';
import { ProcessBinaryPicker } from './pickers/processBinary';
import { RecentBinaries } from './pickers/recentBinaries';
import type { Services } from './services';
import { registerSources } from './sources/registerSources';
import { actOnRows } from './symbolsEditor/actOnRows';
import { actOnFile } from './symbolsEditor/fileActions';
import { SymbolsEditorProvider } from './symbolsEditor/symbolsEditorProvider';
import { CopyFolder } from './targets/copyFolder';
import { ProcessFiles } from './targets/processFiles';

/** The symbols editor, the pickers, and copy and paste of definitions: returns their registrations. */
export function registerSymbolFeatures(
  services: Services,
  { client, debugFiles }: SymbolReader,
): vscode.Disposable[] {
  const { context, log, probes, attacher, scope } = services;
  const copies = new CopyFolder(join(context.globalStorageUri.fsPath, 'processFiles'));
  copies.sweep().catch((error: unknown) => log.warn(`Old copies stay: ${String(error)}`));
  const tools = { attacher, scope, probes, rules: windowRules(services) };
  const processFiles = new ProcessFiles(copies, services.helper);
  const binaries = new OpenBinaries(client, undefined, processFiles);
  const style = { t: vscode.l10n.t, locale: vscode.env.language };
  debugFiles.onDidChange(buildId => binaries.renew(buildId));
  const automatic = new AutoLookUp(
    debugFiles,
    (name, info) => lookUpSymbols(debugFiles, name, info, true),
    error => log.warn(`Debug symbols: ${String(error)}`),
  );
  const goTo = (path: string, name: string): Promise<void> =>
    editors.open(vscode.Uri.file(path), { name });
  const shown = (work: Promise<unknown>): void => void work.catch(services.showError);
  const editors = new SymbolsEditorProvider(context.extensionUri, {
    binaries,
    probes,
    log,
    watchHits: services.watchHits,
    attach: (panel, chosen) => shown(chosen.then(rows => actOnRows(panel, rows, tools, goTo))),
    debugFiles,
    opened: (name, info) => void automatic.opened(name, info),
    act: (panel, action) => shown(actOnFile(debugFiles, panel, action)),
  });
  const pickers = {
    ...tools,
    binaries,
    debugFiles,
    recent: new RecentBinaries(context.workspaceState),
    processes: new ProcessBinaryPicker(processFiles, services.helper),
    reveal: (path: string, name: string, offset?: bigint): Promise<void> =>
      editors.open(vscode.Uri.file(path), { name, ...(offset === undefined ? {} : { offset }) }),
  };
  return [
    new vscode.Disposable(() => {
      binaries.dispose();
      void client.dispose();
      processFiles.dispose();
    }),
    editors.register(),
    registerOpenSymbols(editors, services.showError, target =>
      withCopying(basename(target.path), copying => processFiles.reopen(target, copying)),
    ),
    ...registerDebugFileCommands(debugFiles, editors, services.showError),
    ...registerCopyProbe(services),
    registerPasteLine(services, pickers),
    ...registerAttachProbes(services, pickers),
    ...registerRearm(services, pickers, style, target => processFiles.successor(target)),
    registerWhySilent(services, pickers, style, paths => client.sonames(paths)),
    registerSources(services, path => client.open(path)),
    ...registerSymbolMenu(services, editors, tools, goTo),
  ];
}
