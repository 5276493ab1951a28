import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { viewIds } from '../manifest/views';
import { pageHtml } from './pageHtml';
import { SymbolsPanel, type PanelServices } from './symbolsPanel';

/** The read-only editor of ELF files, and which of its tabs are open. */
export class SymbolsEditorProvider implements vscode.CustomReadonlyEditorProvider {
  private readonly panels = new Map<number, SymbolsPanel>();
  private nextNumber = 1;

  constructor(
    private readonly root: vscode.Uri,
    private readonly services: PanelServices,
  ) {}

  register(): vscode.Disposable {
    return vscode.window.registerCustomEditorProvider(viewIds.symbols, this, {
      supportsMultipleEditorsPerDocument: true,
    });
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor(document: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const number = this.nextNumber++;
    const resources = vscode.Uri.joinPath(this.root, 'dist', 'webview');
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [resources] };
    const symbols = new SymbolsPanel(document.uri, panel, this.services);
    this.panels.set(number, symbols);
    panel.onDidDispose(() => {
      this.panels.delete(number);
      symbols.dispose();
    });
    const uriOf = (file: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(resources, file)).toString();
    webview.html = pageHtml({
      script: uriOf('symbolsEditor.js'),
      style: uriOf('symbolsEditor.css'),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      editor: number,
      language: vscode.env.language,
      title: vscode.l10n.t('Symbols'),
      loading: vscode.l10n.t('Reading symbols…'),
    });
  }

  /** The tab whose page carries this number. */
  panel(number: number): SymbolsPanel | undefined {
    return this.panels.get(number);
  }

  /** The tab that has the focus, if it is one of ours. */
  get active(): SymbolsPanel | undefined {
    return [...this.panels.values()].find(symbols => symbols.panel.active);
  }

  /** Opens the editor of a file, at one symbol if given. */
  async open(uri: vscode.Uri, symbol?: { name: string; offset?: bigint }): Promise<void> {
    await vscode.commands.executeCommand('vscode.openWith', uri, viewIds.symbols);
    if (symbol) {
      const shown = [...this.panels.values()].findLast(
        panel => panel.uri.toString() === uri.toString() && panel.panel.visible,
      );
      shown?.reveal(symbol.name, symbol.offset);
    }
  }
}
