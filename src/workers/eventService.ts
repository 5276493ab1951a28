import { parseEventFormat } from '../events/eventFormat';
import { filterTest } from '../events/eventFilter';
import { EventStore } from '../events/eventStore';
import { EventView } from '../events/eventView';
import { valueText } from '../events/valueText';
import { parsePageLayout } from '../tracefs';
import type { EventMethod, EventNews, EventRequests, EventRow, EventSchema } from './eventMessages';
import type { ThreadNames } from './threadNames';

/** Rows in one answer. */
const MAX_ROWS = 1000;

type Handlers = {
  [M in EventMethod]: (
    params: EventRequests[M]['params'],
  ) => EventRequests[M]['result'] | Promise<EventRequests[M]['result']>;
};

/** What the event worker does: keeps the events of one capture and answers about them. */
export class EventService implements Handlers {
  private store: EventStore | undefined;
  private view: EventView | undefined;
  private capture = 0;
  private discarded = 0;
  private isLocal = false;

  constructor(private readonly threads: ThreadNames) {}

  /** Pages of another capture than the one that was begun are let go. */
  takePages(capture: number, cpu: number, dropped: number, pages: Uint8Array): void {
    if (capture === this.capture && this.store) {
      this.discarded += dropped;
      this.store.add(cpu, pages);
      this.settle();
    }
  }

  begin({ facts, capacity, isLocal }: EventRequests['begin']['params']): EventNews {
    const { capture, headerPage, headerEvent, littleEndian } = facts;
    this.store = new EventStore(parsePageLayout(headerPage, headerEvent, littleEndian), capacity);
    this.view = new EventView(this.store, undefined);
    this.capture = capture;
    this.discarded = 0;
    this.isLocal = isLocal;
    return this.news();
  }

  format({ text }: EventRequests['format']['params']): number {
    const format = parseEventFormat(text);
    if (!format) {
      throw new Error('The kernel describes this event in a way that is not known here.');
    }
    return this.need().store.addFormat(format);
  }

  async filter({ filter }: EventRequests['filter']['params']): Promise<EventNews> {
    const { store } = this.need();
    const name = (thread: number): string => this.threads.name(thread);
    this.view = new EventView(store, filter && filterTest(store, filter, name));
    await this.view.complete();
    return this.news();
  }

  rows({ from, to }: EventRequests['rows']['params']): EventRequests['rows']['result'] {
    const { store, view } = this.need();
    const count = Math.min(to - from, MAX_ROWS);
    const begin = from < 0 ? Math.max(0, view.length - count) : from;
    const end = Math.min(view.length, begin + count);
    const rows: EventRow[] = [];
    for (let index = begin; index < end; index++) {
      rows.push(this.row(store, view.position(index)));
    }
    return { from: begin, rows, news: this.news() };
  }

  schemas(): readonly EventSchema[] {
    return this.need().store.tables.map(({ format: { name, fields } }) => ({
      event: name,
      fields: fields.map(field => ({ name: field.name, isNumber: field.kind === 'int' })),
    }));
  }

  private row({ order, tables }: EventStore, position: number): EventRow {
    const schema = order.table(position);
    const at = order.row(position);
    const table = tables[schema];
    const thread = table?.thread(at) ?? 0;
    return {
      position,
      time: table?.time(at) ?? 0,
      cpu: table?.cpu(at) ?? 0,
      thread,
      process: this.threads.name(thread),
      schema,
      values: (table?.format.fields ?? []).map((field, column) =>
        valueText(table?.value(at, column) ?? null, field),
      ),
    };
  }

  /** Puts what came in its place. Threads are looked up at once: later they may have ended. */
  private settle(): void {
    const { store, view } = this.need();
    const before = store.order.end;
    view.changed(store.flush());
    void view.complete();
    if (this.isLocal) {
      for (let position = before; position < store.order.end; position++) {
        this.threads.learn(
          store.tables[store.order.table(position)]?.thread(store.order.row(position)) ?? 0,
        );
      }
    }
  }

  private news(): EventNews {
    const { store, view } = this.need();
    return {
      events: store.order.end - store.order.first,
      shown: view.length,
      complete: view.isComplete,
      losses: store.losses,
      discarded: this.discarded,
      bytes: store.bytes,
    };
  }

  private need(): { store: EventStore; view: EventView } {
    if (!this.store || !this.view) {
      throw new Error('No capture was begun.');
    }
    return { store: this.store, view: this.view };
  }
}
