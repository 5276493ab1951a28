import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { FromEventsView, type ToEventsView, type ViewSchema } from '../../protocol/eventsView';
import type { EventNews } from '../../workers/eventMessages';
import { viewIds } from '../manifest/views';
import { pageHtml } from '../symbolsEditor/pageHtml';
import { eventStrings } from './eventStrings';
import type { KernelLosses } from './kernelLosses';
import type { LiveEvents } from './liveEvents';
import { NO_NEWS, viewNews } from './viewNews';

/** Values of a column in a summary. */
const TOP_VALUES = 50;

type Request = Exclude<FromEventsView, { type: 'ready' | 'action' }>;

/** The Live Events view: answers its page, which may be reloaded at any time. */
export class LiveEventsView implements vscode.WebviewViewProvider {
  private view: vscode.WebviewView | undefined;
  /** The user stopped it: it does not begin by itself. */
  private isStopped = false;

  constructor(
    private readonly root: vscode.Uri,
    private readonly live: LiveEvents,
    private readonly losses: KernelLosses,
    private readonly log: vscode.LogOutputChannel,
    private readonly save: () => Promise<void>,
  ) {}

  register(): vscode.Disposable {
    const changes = this.live.onDidChange(() => void this.sendState());
    const registration = vscode.window.registerWebviewViewProvider(viewIds.events, this, {
      webviewOptions: { retainContextWhenHidden: false },
    });
    return vscode.Disposable.from(registration, changes);
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    const resources = vscode.Uri.joinPath(this.root, 'dist', 'webview');
    const { webview } = view;
    webview.options = { enableScripts: true, localResourceRoots: [resources] };
    const uriOf = (file: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(resources, file)).toString();
    webview.onDidReceiveMessage((message: unknown) => void this.receive(message));
    view.onDidDispose(() => {
      this.view = undefined;
    });
    webview.html = pageHtml({
      script: uriOf('eventsView.js'),
      style: uriOf('eventsView.css'),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      language: vscode.env.language,
      title: vscode.l10n.t('Live Events'),
      loading: vscode.l10n.t('Opening…'),
    });
  }

  /** Begins unless the user has stopped it: when the view is opened, and when a helper comes. */
  async startIfSeen(): Promise<void> {
    if (this.view && !this.isStopped) {
      await this.live.start();
    }
  }

  /** The user asks for events. */
  async show(): Promise<void> {
    this.isStopped = false;
    await vscode.commands.executeCommand(`${viewIds.events}.focus`);
    await this.live.start();
  }

  private async receive(message: unknown): Promise<void> {
    const parsed = v.safeParse(FromEventsView, message);
    if (!parsed.success) {
      this.log.warn('The Live Events page sent what it should not.');
      return;
    }
    const { output } = parsed;
    switch (output.type) {
      case 'ready':
        await this.hydrate();
        await this.startIfSeen();
        break;
      case 'action':
        await this.act(output.action);
        break;
      default:
        await this.answer(output).catch((error: unknown) => {
          this.log.debug(`Live events: ${String(error)}`);
          if (output.type === 'rows') {
            // The page asks for no others until these are answered.
            this.send({ type: 'rows', number: output.number, rows: [], news: NO_NEWS });
          }
        });
    }
  }

  private async act(action: 'start' | 'stop' | 'clear' | 'save'): Promise<void> {
    if (action === 'save') {
      await this.save();
      return;
    }
    this.isStopped = action === 'stop';
    if (action !== 'start') {
      await this.live.stop();
    }
    if (action !== 'stop') {
      await this.live.start();
    }
  }

  private async answer(request: Request): Promise<void> {
    const { worker } = this.live;
    switch (request.type) {
      case 'rows': {
        const { number, from, count } = request;
        const end = from < 0 ? (await worker.request('rows', { from: 0, to: 0 })).news.end : 0;
        const begin = from < 0 ? Math.max(0, end - count) : from;
        const { rows, news } = await worker.request('rows', { from: begin, to: begin + count });
        this.send({ type: 'rows', number, rows, news: this.news(news) });
        break;
      }
      case 'filter': {
        const { number, filter } = request;
        const { text, conditions } = filter;
        const isEmpty = text === '' && conditions.length === 0;
        const news = await worker.request('filter', isEmpty ? {} : { filter });
        this.send({ type: 'filtered', number, news: this.news(news) });
        break;
      }
      case 'summary': {
        const { columns } = request;
        const summary = await worker.request('summary', { columns, limit: TOP_VALUES });
        this.send({ type: 'summary', summary });
        break;
      }
    }
  }

  private news(news: EventNews): ReturnType<typeof viewNews> {
    const { losses } = this;
    return viewNews(news, this.live.state === 'on' ? losses.latest : losses.last);
  }

  private async hydrate(): Promise<void> {
    this.send({
      type: 'hydrate',
      strings: eventStrings(vscode.l10n.t),
      locale: vscode.env.language,
      state: this.live.state,
      ...(await this.facts()),
    });
  }

  private async sendState(): Promise<void> {
    if (this.live.state === 'starting') {
      this.losses.restart();
    }
    this.send({ type: 'state', state: this.live.state, ...(await this.facts()) });
  }

  private async facts(): Promise<{ schemas: readonly ViewSchema[] }> {
    try {
      const { worker, labels, paired } = this.live;
      const schemas = await worker.request('schemas', {});
      return {
        schemas: schemas.map(({ event, fields }, index) => ({
          label: labels[index] ?? event,
          event,
          fields,
          hasTook: paired.has(index),
        })),
      };
    } catch {
      // Before the first capture there is nothing.
      return { schemas: [] };
    }
  }

  private send(message: ToEventsView): void {
    void this.view?.webview.postMessage(message);
  }
}
