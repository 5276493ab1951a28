import { join } from 'node:path';
import * as vscode from 'vscode';
import { clientCaches } from '../../debuginfod/clientCaches';
import { Debuginfod } from '../../debuginfod/debuginfod';
import { Downloads } from '../../debuginfod/downloads';
import { serverUrls } from '../../debuginfod/serverUrls';
import { readSetting } from '../manifest/readSetting';
import { ChosenFiles } from './chosenFiles';
import { DebugFiles } from './debugFiles';

/** The debug files as this machine's settings and environment have them. */
export function makeDebugFiles(context: vscode.ExtensionContext): DebugFiles {
  const downloads = new Downloads(join(context.globalStorageUri.fsPath, 'debuginfod'));
  const settings = (): ReturnType<DebugFiles['settings']> => ({
    mode: readSetting('probescope.symbols.debuginfod'),
    servers: serverUrls(
      readSetting('probescope.symbols.debuginfodUrls'),
      process.env['DEBUGINFOD_URLS'],
    ),
    folders: readSetting('probescope.symbols.debugFolders'),
  });
  return new DebugFiles(
    new Debuginfod(downloads),
    downloads,
    new ChosenFiles(context.globalState),
    clientCaches(process.env),
    settings,
    vscode.l10n.t,
  );
}
