import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageHtml } from '../symbolsEditor/pageHtml';
import { EventsPageHost, type PageServices } from './eventsPageHost';
import type { PageEvents } from './pageEvents';

/** The pages of a window that show events, each with its number. */
export class EventPages {
  private readonly hosts = new Map<number, EventsPageHost>();
  private nextPage = 0;

  constructor(
    private readonly root: vscode.Uri,
    private readonly services: PageServices,
  ) {}

  /** Puts a page into a webview, where it stays as long as that is there. */
  open(
    { webview, onDidDispose }: Pick<vscode.WebviewPanel, 'webview' | 'onDidDispose'>,
    events: PageEvents,
  ): EventsPageHost {
    const host = new EventsPageHost(this.nextPage++, webview, events, this.services);
    this.hosts.set(host.page, host);
    onDidDispose(() => {
      this.hosts.delete(host.page);
      host.dispose();
    });
    const resources = vscode.Uri.joinPath(this.root, 'dist', 'webview');
    const uriOf = (file: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(resources, file)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [resources] };
    webview.html = pageHtml({
      script: uriOf('eventsView.js'),
      style: uriOf('eventsView.css'),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      language: vscode.env.language,
      title: vscode.l10n.t('Live Events'),
      loading: vscode.l10n.t('Opening…'),
    });
    return host;
  }

  /** The page with that number, as long as it is there. */
  page(number: number): EventsPageHost | undefined {
    return this.hosts.get(number);
  }
}
