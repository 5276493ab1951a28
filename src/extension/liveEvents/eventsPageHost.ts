import * as v from 'valibot';
import * as vscode from 'vscode';
import { FromEventsView, type ToEventsView, type ViewSchema } from '../../protocol/eventsView';
import { viewIds } from '../manifest/views';
import type { Unsubscribe } from '../session/signal';
import { stackAnswer } from '../stacks/stackAnswer';
import { commandIds } from '../manifest/commands';
import { eventStrings } from './eventStrings';
import type { PageEvents } from './pageEvents';
import { NO_NEWS } from './viewNews';

/** Values of a column in a summary. */
const TOP_VALUES = 50;

type Request = Exclude<FromEventsView, { type: 'ready' | 'action' | 'copy' }>;

/** What page hosts need beside their events. */
export interface PageServices {
  readonly log: vscode.LogOutputChannel;
  /** Asks how, and saves what the page shows. */
  readonly save: (events: PageEvents, page: number) => Promise<void>;
}

/**
 * Answers one page of events, wherever it is: in the panel, in an editor, or a recording's. The page may be
 * reloaded at any time, and has a view of its own on the worker's events.
 */
export class EventsPageHost {
  private readonly listening: readonly Unsubscribe[];

  /** @param page number of it in this window, and of its view */
  constructor(
    readonly page: number,
    private readonly webview: vscode.Webview,
    private readonly events: PageEvents,
    private readonly services: PageServices,
  ) {
    webview.onDidReceiveMessage((message: unknown) => void this.receive(message));
    const told = events.onDidChangeNote?.(text => this.send({ type: 'note', text }));
    this.listening = [events.onDidChange(() => void this.sendState()), ...(told ? [told] : [])];
  }

  get worker(): PageEvents['worker'] {
    return this.events.worker;
  }

  get isRecording(): boolean {
    return this.events.isRecording;
  }

  dispose(): void {
    this.listening.forEach(each => each.dispose());
    // Before the first capture there is nothing to let go of.
    void this.events.worker.request('closeView', { view: this.page }).catch(() => undefined);
  }

  send(message: ToEventsView): void {
    void this.webview.postMessage(message);
  }

  private async receive(message: unknown): Promise<void> {
    const parsed = v.safeParse(FromEventsView, message);
    if (!parsed.success) {
      this.services.log.warn('The Live Events page sent what it should not.');
      return;
    }
    const { output } = parsed;
    switch (output.type) {
      case 'ready':
        await this.hydrate();
        await this.events.opened();
        break;
      case 'action':
        await this.act(output.action);
        break;
      case 'copy':
        await vscode.env.clipboard.writeText(output.text);
        break;
      default:
        await this.answer(output).catch((error: unknown) => {
          this.services.log.debug(`Live events: ${String(error)}`);
          if (output.type === 'filter') {
            void this.tellFailed(output.number, error);
          }
          if (output.type === 'summary') {
            this.send({ type: 'summary', number: output.number });
          }
          if (output.type === 'rows') {
            // The page asks for no others until these are answered.
            this.send({ type: 'rows', number: output.number, rows: [], news: NO_NEWS });
          }
        });
    }
  }

  private async act(action: Extract<FromEventsView, { type: 'action' }>['action']): Promise<void> {
    switch (action) {
      case 'save':
        return this.services.save(this.events, this.page);
      case 'chooseScope':
        await vscode.commands.executeCommand(commandIds.chooseScope);
        return;
      case 'attach':
        await vscode.commands.executeCommand(commandIds.attachUprobe);
        return;
      case 'recreate':
        await vscode.commands.executeCommand(commandIds.recreateProbes);
        return;
      default:
        // Taking down is behind what the user sees: events end at once.
        await vscode.window.withProgress({ location: { viewId: viewIds.events } }, () =>
          this.events.act(action),
        );
    }
  }

  private async answer(request: Request): Promise<void> {
    const { worker } = this.events;
    const { page: view } = this;
    switch (request.type) {
      case 'rows': {
        const { number, from, count } = request;
        const range = { view, from, to: from + count };
        const { rows, news } = await worker.request('rows', range);
        this.send({ type: 'rows', number, rows, news: this.events.news(news) });
        break;
      }
      case 'filter': {
        const { number, filter } = request;
        const isEmpty = filter.text === '' && filter.conditions.length === 0;
        const news = await worker.request('filter', isEmpty ? { view } : { view, filter });
        this.send({ type: 'filtered', number, news: this.events.news(news) });
        break;
      }
      case 'callSite':
        await vscode.commands.executeCommand(commandIds.callSite, {
          index: request.index,
          frame: request.frame,
          page: view,
        });
        break;
      case 'callerSite':
        await vscode.commands.executeCommand(commandIds.callSite, {
          caller: request.caller,
          page: view,
        });
        break;
      case 'stacks':
      case 'stacksOf':
        this.send(await stackAnswer(worker, view, request));
        break;
      case 'summary': {
        const { columns, number } = request;
        const summary = await worker.request('summary', { view, columns, limit: TOP_VALUES });
        this.send({ type: 'summary', number, summary });
        break;
      }
    }
  }

  /** Before the first capture there is nothing to filter, which the page shows. */
  private async tellFailed(number: number, error: unknown): Promise<void> {
    if (await this.events.worker.request('schemas', {}).catch(() => undefined)) {
      const text = error instanceof Error ? error.message : String(error);
      this.send({ type: 'filterFailed', number, text });
    }
  }

  private async hydrate(): Promise<void> {
    this.send({
      type: 'hydrate',
      page: this.page,
      isRecording: this.events.isRecording,
      strings: eventStrings(vscode.l10n.t),
      locale: vscode.env.language,
      state: this.events.state,
      schemas: await this.schemas(),
      ...this.words(),
    });
    this.send({ type: 'note', text: this.events.note ?? '' });
  }

  private async sendState(): Promise<void> {
    const { state } = this.events;
    this.send({ type: 'state', state, schemas: await this.schemas(), ...this.words() });
  }

  private words(): Pick<Extract<ToEventsView, { type: 'state' }>, 'scope' | 'readiness'> {
    const { scope, readiness } = this.events;
    return { ...(scope !== undefined && { scope }), ...(readiness && { readiness }) };
  }

  private async schemas(): Promise<readonly ViewSchema[]> {
    try {
      const { worker, labels } = this.events;
      const schemas = await worker.request('schemas', {});
      return schemas.map((schema, index) => ({ ...schema, label: labels[index] ?? schema.event }));
    } catch {
      // Before the first capture there is nothing.
      return [];
    }
  }
}
