import * as vscode from 'vscode';
import { viewIds } from '../manifest/views';
import type { EventPages } from './eventPages';
import type { ShownLive } from './shownLive';

/** The Live Events view of the panel, and the same page in editors beside it. */
export class LiveEventsView implements vscode.WebviewViewProvider {
  private open = 0;

  constructor(
    private readonly root: vscode.Uri,
    private readonly pages: EventPages,
    private readonly live: ShownLive,
  ) {}

  register(): vscode.Disposable {
    return vscode.window.registerWebviewViewProvider(viewIds.events, this, {
      webviewOptions: { retainContextWhenHidden: false },
    });
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.add(view);
  }

  /** The page as an editor: with a filter of its own, on the same capture. */
  openEditor(): void {
    const title = vscode.l10n.t('Live Events');
    const panel = vscode.window.createWebviewPanel(viewIds.eventsEditor, title, {
      viewColumn: vscode.ViewColumn.Active,
    });
    panel.iconPath = vscode.Uri.joinPath(this.root, 'media', 'probescope.svg');
    this.add(panel);
  }

  /** Begins where somebody looks, unless the user has stopped it. */
  async startIfSeen(): Promise<void> {
    if (this.open > 0) {
      await this.live.opened();
    }
  }

  /** The user asks for events. */
  async show(preserveFocus = false): Promise<void> {
    await vscode.commands.executeCommand(`${viewIds.events}.focus`, { preserveFocus });
    await this.live.wanted();
  }

  private add(place: Pick<vscode.WebviewPanel, 'webview' | 'onDidDispose'>): void {
    this.open++;
    place.onDidDispose(() => this.open--);
    this.pages.open(place, this.live);
  }
}
