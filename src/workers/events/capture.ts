import type { CallPairs } from '../../events/callPairs';
import { EventFields } from '../../events/eventFields';
import { EventStore } from '../../events/eventStore';
import type { MaskTest } from '../../events/masks';
import type { RecordedRows } from '../../events/recording/rowsSection';
import type { PageLayout } from '../../tracefs';
import type { RetiredNumber } from '../../protocol/pages';
import type { EventNews } from '../eventMessages';
import type { ThreadNames } from '../threadNames';
import { Callers } from '../callers/callers';
import { ShownEvents } from './shownEvents';
import type { RecordedStacks } from './recordedStacks';

/** Without a page for so long, in ms, nothing older than what is here will come. */
const QUIET_MS = 2000;

/** Where events come from. */
export interface CaptureOrigin {
  /** Tells its pages from those of another capture. */
  readonly number: number;
  readonly layout: PageLayout;
  /** Events that are kept. */
  readonly capacity: number;
  /** Whether its processes are this machine's. */
  readonly isLocal: boolean;
  /** ns that its clock is ahead of this machine's monotonic one; undefined where nobody knows. */
  readonly clockLead?: number | undefined;
}

/** One capture: its events, what is shown of them, and what is made of them. */
export class Capture {
  readonly number: number;
  readonly isLocal: boolean;
  readonly store: EventStore;
  readonly fields: EventFields;
  readonly pairs: CallPairs[] = [];
  readonly callers: Callers;
  /** Time 0 in ms since the epoch. */
  epoch?: number;
  /** By the number that a page gave its view. */
  private readonly shownBy = new Map<number, ShownEvents>();
  /** Sub-buffers the helper gave up. */
  discarded = 0;
  /** Those of a recording, which has their names. */
  recordedStacks: RecordedStacks | undefined;
  /** Nothing comes any more, nor is any row to be awaited. */
  isOver = false;
  /** When pages came last, in ms of `now`. */
  private lastPages: number;

  /** @param now ms of a monotonic clock */
  constructor(
    private readonly origin: CaptureOrigin,
    private readonly threads: ThreadNames,
    private readonly now: () => number,
  ) {
    const { number, layout, capacity, isLocal } = origin;
    this.number = number;
    this.isLocal = isLocal;
    this.store = new EventStore(layout, capacity);
    this.fields = new EventFields(
      this.store,
      thread => this.threads.name(thread),
      () => this.pairs,
    );
    this.callers = new Callers(this.store, this.fields, layout.littleEndian, isLocal);
    this.lastPages = now();
  }

  takePages(
    cpu: number,
    dropped: number,
    pages: Uint8Array,
    epoch: number,
    retired: readonly RetiredNumber[],
  ): void {
    this.discarded += dropped;
    this.lastPages = this.now();
    retired.forEach(number => {
      this.store.retire(number.event, number.epoch);
    });
    this.store.add(cpu, pages, epoch);
    this.settle();
  }

  /** Takes rows of a recording. */
  takeRows(rows: RecordedRows): void {
    this.lastPages = this.now();
    this.store.addRows(rows);
    this.settle();
  }

  /** Puts what came in its place. Threads are looked up at once: later they may have ended. */
  settle(): void {
    const { store } = this;
    const before = store.order.end;
    const changed = store.flush();
    for (const { view } of this.shownBy.values()) {
      view.changed(changed);
      void view.complete();
    }
    this.callers.look(before, store.order.end);
    if (this.isLocal) {
      for (let position = before; position < store.order.end; position++) {
        const table = store.tables[store.order.table(position)];
        this.threads.learn(table?.thread(store.order.row(position)) ?? 0);
      }
    }
  }

  /** Lets go of the values of such fields, and takes no more of them. */
  mask(isMasked: MaskTest): void {
    this.store.mask(isMasked);
    this.fields.changed();
    for (const shown of this.shownBy.values()) {
      shown.renew(this.store.order.first, () => true);
    }
  }

  /** What the page with that view shows; all events until it filters them. */
  shown(view = 0): ShownEvents {
    const shown = this.shownBy.get(view) ?? new ShownEvents(this.store);
    this.shownBy.set(view, shown);
    return shown;
  }

  /** A page is gone. */
  closeView(view: number): void {
    this.shownBy.delete(view);
  }

  /** Functions that call have got their names: what was made of their addresses is made again. */
  renamed(): void {
    for (const shown of this.shownBy.values()) {
      shown.renew(this.store.order.first, column => this.callers.isCaller(column));
    }
  }

  /** Another capture begins. */
  close(): void {
    this.callers.names.close();
  }

  pairUp(): void {
    this.pairs.forEach(pair => {
      pair.advance(this.isQuiet());
    });
  }

  isQuiet(): boolean {
    return this.isOver || this.now() - this.lastPages > QUIET_MS;
  }

  processName(thread: number): string {
    return this.threads.name(thread);
  }

  news(number?: number): EventNews {
    const { store, pairs, discarded, isLocal } = this;
    const { view } = this.shown(number);
    const { clockLead } = this.origin;
    if (isLocal && store.epoch !== undefined && clockLead !== undefined) {
      this.epoch ??= wallTime(store.epoch - BigInt(Math.round(clockLead)));
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
      ...sampledPart(store.sampling),
      ...(this.epoch !== undefined && { epoch: this.epoch }),
    };
  }
}

/** In ms since the epoch, of a time of this machine's monotonic clock in ns. */
function wallTime(monotonic: bigint): number {
  return Date.now() - Number(process.hrtime.bigint() - monotonic) / 1e6;
}

function sampledPart({ kept, of, parts }: EventStore['sampling']): Pick<EventNews, 'sampled'> {
  return kept < of ? { sampled: { kept, of, parts } } : {};
}
