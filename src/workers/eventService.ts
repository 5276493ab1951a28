import { CallPairs } from '../events/callPairs';
import { EventFields, TOOK } from '../events/eventFields';
import { filterTest } from '../events/eventFilter';
import { parseEventFormat } from '../events/eventFormat';
import { EventStore } from '../events/eventStore';
import { writeEvents } from '../events/export/writeEvents';
import { EventView } from '../events/eventView';
import { Summary } from '../events/summary';
import { parsePageLayout } from '../tracefs';
import type {
  EventMethod,
  EventNews,
  EventRequests,
  EventRow,
  EventSchema,
  SummaryFacts,
} from './eventMessages';
import { exportSource } from './exportSource';
import type { ThreadNames } from './threadNames';

/** Rows in one answer. */
const MAX_ROWS = 1000;
/** Without a page for so long, in ms, nothing older than what is here will come. */
const QUIET_MS = 2000;

type Handlers = {
  [M in Exclude<EventMethod, 'save'>]: (
    params: EventRequests[M]['params'],
  ) => EventRequests[M]['result'] | Promise<EventRequests[M]['result']>;
};

/** One capture: its events, what is shown of them, and what is made of them. */
interface Capture {
  readonly number: number;
  readonly isLocal: boolean;
  readonly store: EventStore;
  readonly fields: EventFields;
  readonly pairs: CallPairs[];
  view: EventView;
  summary: { readonly column: string; readonly made: Summary } | undefined;
  discarded: number;
  /** Time 0 in ms since the epoch. */
  epoch?: number;
  /** When pages came last, in ms of a monotonic clock. */
  lastPages: number;
}

/** What the event worker does: keeps the events of one capture and answers about them. */
export class EventService implements Handlers {
  private current: Capture | undefined;

  constructor(
    private readonly threads: ThreadNames,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Pages of another capture than the one that was begun are let go. */
  takePages(capture: number, cpu: number, dropped: number, pages: Uint8Array): void {
    const { current } = this;
    if (current?.number === capture) {
      current.discarded += dropped;
      current.lastPages = this.now();
      current.store.add(cpu, pages);
      this.settle(current);
    }
  }

  begin({ facts, capacity, isLocal }: EventRequests['begin']['params']): EventNews {
    const { capture: number, headerPage, headerEvent, littleEndian } = facts;
    const store = new EventStore(parsePageLayout(headerPage, headerEvent, littleEndian), capacity);
    const pairs: CallPairs[] = [];
    const fields = new EventFields(
      store,
      thread => this.threads.name(thread),
      () => pairs,
    );
    this.current = {
      ...{ number, isLocal, store, fields, pairs },
      view: new EventView(store, undefined),
      summary: undefined,
      discarded: 0,
      lastPages: this.now(),
    };
    return this.news(this.current);
  }

  format({ text }: EventRequests['format']['params']): number {
    const format = parseEventFormat(text);
    if (!format) {
      throw new Error('The kernel describes this event in a way that is not known here.');
    }
    const capture = this.need();
    const schema = capture.store.addFormat(format);
    // What came before its format takes its place now: calls are paired from the next look on.
    this.settle(capture);
    return schema;
  }

  removeFormat({ event }: EventRequests['removeFormat']['params']): EventNews {
    const capture = this.need();
    capture.store.removeFormat(event);
    return this.news(capture);
  }

  pair({ entry, ret }: EventRequests['pair']['params']): EventNews {
    const capture = this.need();
    const known = capture.pairs.find(pair => pair.ret === ret);
    if (known) {
      known.addEntry(entry);
    } else {
      capture.pairs.push(new CallPairs(capture.store, entry, ret));
      capture.fields.changed();
    }
    return this.news(capture);
  }

  async filter({ filter }: EventRequests['filter']['params']): Promise<EventNews> {
    const capture = this.need();
    const { store, fields } = capture;
    const view = new EventView(store, filter && filterTest(store, fields, filter));
    capture.view = view;
    capture.summary = undefined;
    await view.complete();
    return this.news(capture);
  }

  rows({ from, to }: EventRequests['rows']['params']): EventRequests['rows']['result'] {
    const capture = this.need();
    this.pairUp(capture);
    const { view } = capture;
    const begin = Math.max(from, view.firstIndex);
    const end = Math.min(to, view.endIndex, begin + MAX_ROWS);
    const rows: EventRow[] = [];
    for (let index = begin; index < end; index++) {
      rows.push(this.row(capture, index));
    }
    return { rows, news: this.news(capture) };
  }

  async summary({ column, limit }: EventRequests['summary']['params']): Promise<SummaryFacts> {
    const capture = this.need();
    this.pairUp(capture);
    const { store, view, fields } = capture;
    if (capture.summary?.column !== column) {
      capture.summary = { column, made: new Summary(store, view, fields, column) };
    }
    const { made } = capture.summary;
    await made.advance(this.isQuiet(capture));
    return made.facts(limit);
  }

  save(
    { path, kind, masked, labels }: EventRequests['save']['params'],
    signal?: AbortSignal,
    progress: (done: number) => void = () => undefined,
  ): Promise<number> {
    const capture = this.need();
    this.pairUp(capture);
    const source = exportSource(capture, new Set(masked), labels, thread =>
      this.threads.name(thread),
    );
    return writeEvents(path, kind, source, progress, signal);
  }

  schemas(): readonly EventSchema[] {
    return this.need().store.tables.map(({ format: { name, fields } }) => ({
      event: name,
      fields: fields.map(field => ({ name: field.name, isNumber: field.kind === 'int' })),
    }));
  }

  private row({ store, view, fields, pairs }: Capture, index: number): EventRow {
    const position = view.position(index);
    const schema = store.order.table(position);
    const at = store.order.row(position);
    const table = store.tables[schema];
    const thread = table?.thread(at) ?? 0;
    const paired = fields.reader(schema, TOOK)?.value(at);
    const took =
      paired === '' ? pairs.find(each => each.ret === schema)?.tookByNow(position) : paired;
    return {
      index,
      time: table?.time(at) ?? 0,
      cpu: table?.cpu(at) ?? 0,
      thread,
      process: this.threads.name(thread),
      schema,
      values: (table?.format.fields ?? []).map(
        ({ name }) => fields.reader(schema, name)?.text(at) ?? '',
      ),
      ...(typeof took === 'number' && { took }),
    };
  }

  /** Puts what came in its place. Threads are looked up at once: later they may have ended. */
  private settle({ store, view, isLocal }: Capture): void {
    const before = store.order.end;
    view.changed(store.flush());
    void view.complete();
    if (isLocal) {
      for (let position = before; position < store.order.end; position++) {
        const table = store.tables[store.order.table(position)];
        this.threads.learn(table?.thread(store.order.row(position)) ?? 0);
      }
    }
  }

  private pairUp(capture: Capture): void {
    capture.pairs.forEach(pair => {
      pair.advance(this.isQuiet(capture));
    });
  }

  private isQuiet({ lastPages }: Capture): boolean {
    return this.now() - lastPages > QUIET_MS;
  }

  private news(capture: Capture): EventNews {
    const { store, view, pairs, discarded, isLocal } = capture;
    if (isLocal && store.epoch !== undefined) {
      capture.epoch ??= wallTime(store.epoch);
    }
    return {
      events: store.held,
      first: view.firstIndex,
      end: view.endIndex,
      complete: view.isComplete,
      losses: store.losses,
      discarded,
      unpaired: pairs.reduce((sum, { losses }) => sum + losses.entries + losses.returns, 0),
      bytes: store.bytes,
      ...(capture.epoch !== undefined && { epoch: capture.epoch }),
    };
  }

  private need(): Capture {
    if (!this.current) {
      throw new Error('No capture was begun.');
    }
    return this.current;
  }
}

/** In ms since the epoch: the buffer's clock is this machine's monotonic one, in ns. */
function wallTime(monotonic: bigint): number {
  return Date.now() - Number(process.hrtime.bigint() - monotonic) / 1e6;
}
