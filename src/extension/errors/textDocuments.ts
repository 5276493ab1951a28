import * as vscode from 'vscode';

/** Scheme of documents that exist only to be read. */
const SCHEME = 'probescope-text';

/** Read-only documents of plain text: details of an error, the report of Diagnose. */
export class TextDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  // VS Code looks at this once, when the provider is registered: so it is a field from the start.
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly texts = new Map<string, string>();
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    this.subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(document => {
        if (document.uri.scheme === SCHEME) {
          this.texts.delete(document.uri.path);
        }
      }),
    ];
  }

  /** Opens `text` under `title`; one that is open already is shown with the new text. */
  async show(title: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${title}` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? '';
  }

  dispose(): void {
    this.subscriptions.forEach(subscription => void subscription.dispose());
    this.changed.dispose();
  }
}
