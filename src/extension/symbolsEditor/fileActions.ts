import * as vscode from 'vscode';
import type { FileAction } from '../../protocol/symbolsView';
import { actOnDebugFile } from '../debugFiles/debugFileAction';
import type { DebugFiles } from '../debugFiles/debugFiles';
import type { SymbolsPanel } from './symbolsPanel';

const HEX_EDITOR = { extension: 'ms-vscode.hexeditor', viewType: 'hexEditor.hexedit' };

/** What a button of the page asks for; a look-up is agreed to, as the page names the servers. */
export function actOnFile(
  debugFiles: DebugFiles,
  panel: SymbolsPanel,
  action: Exclude<FileAction, 'reload'>,
): Promise<void> {
  return action === 'openAsText' || action === 'openAsHex'
    ? reopenAs(panel.uri, action)
    : actOnDebugFile(debugFiles, panel, action, true);
}

/** Opens a file without us: as text, or as bytes with Microsoft's hex editor. */
async function reopenAs(
  uri: vscode.Uri,
  action: Extract<FileAction, 'openAsText' | 'openAsHex'>,
): Promise<void> {
  if (action === 'openAsText') {
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
  } else if (vscode.extensions.getExtension(HEX_EDITOR.extension)) {
    await vscode.commands.executeCommand('vscode.openWith', uri, HEX_EDITOR.viewType);
  } else {
    await offerHexEditor();
  }
}

async function offerHexEditor(): Promise<void> {
  const show = vscode.l10n.t('Show the Hex Editor Extension');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Showing bytes needs the Hex Editor extension by Microsoft.'),
    show,
  );
  if (answer === show) {
    await vscode.commands.executeCommand('extension.open', HEX_EDITOR.extension);
  }
}
