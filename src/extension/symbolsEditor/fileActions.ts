import * as vscode from 'vscode';
import type { FileAction } from '../../protocol/symbolsView';

const HEX_EDITOR = { extension: 'ms-vscode.hexeditor', viewType: 'hexEditor.hexedit' };

/** Opens a file without us: as text, or as bytes with Microsoft's hex editor. */
export async function reopenAs(
  uri: vscode.Uri,
  action: Exclude<FileAction, 'reload'>,
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
