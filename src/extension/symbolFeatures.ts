import type * as vscode from 'vscode';
import type { Services } from './services';

/** The symbols editor, the pickers, and copy and paste of definitions: returns their registrations. */
export function registerSymbolFeatures(services: Services): vscode.Disposable[] {
  services.log.debug('Symbol features');
  return [];
}
