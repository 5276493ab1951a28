import type { CallPairs } from '../../events/callPairs';
import { EventFields, TOOK } from '../../events/eventFields';
import { EventStore } from '../../events/eventStore';
import type { MaskTest } from '../../events/masks';
import type { RecordedRows } from '../../events/recording/rowsSection';
import { RETURNED } from '../../events/returnedColumns';
import type { PageLayout } from '../../tracefs';
import type { RetiredNumber } from '../../protocol/pages';
import type { EventNews } from '../eventMessages';
import { SeenThreads } from '../seenThreads';
import type { ThreadNames } from '../threadNames';
import { Callers } from '../callers/callers';
import { ShownEvents } from './shownEvents';
import type { RecordedPlaces } from './recordedPlaces';
import type { RecordedStacks } from './recordedStacks';

/** Without a page for so long, in ms, nothing older than what is here will come. */
const QUIET_MS = 2000;

/** A name is looked up in less, in ms. */
const LOOK_UP_MS = 1000;

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
  private readonly seenThreads: SeenThreads;
  /** Time 0 in ms since the epoch. */
  epoch?: number;
  /** By the number that a page gave its view. */
  private readonly shownBy = new Map<number, ShownEvents>();
  /** Sub-buffers that were given up between the kernel and here. */
  discarded = 0;
  /** Those of a recording, which has their names. */
  recordedStacks: RecordedStacks | undefined;
  recordedPlaces: RecordedPlaces | undefined;
  /** Nothing comes any more, nor is any row to be awaited. */
  isOver = false;
  /** When pages came last, in ms of `now`. */
  private lastPages: number;
  private namesVersion = 0;
  /** Positions from which names may still be looked up: at the last change of them, and at the one before. */
  private unnamed: readonly [number, number] = [0, 0];
  private unnamedAt = -Infinity;

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
    this.seenThreads = new SeenThreads(this.store);
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
    if (dropped > 0) {
      this.store.aggregate.times.gap(cpu);
    }
    this.lastPages = this.now();
    retired.forEach(number => {
      this.store.retire(number.event, number.epoch);
    });
    this.store.add(cpu, pages, epoch);
    this.settle();
  }

  /** @param bytes of whole sub-buffers that were given up */
  leaveOut(bytes: number): void {
    this.discarded += bytes / this.origin.layout.size;
    this.store.aggregate.times.gap();
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
    const changed = store.flush();
    this.unnamed = [Math.min(this.unnamed[0], changed), Math.min(this.unnamed[1], changed)];
    for (const { view } of this.shownBy.values()) {
      view.changed(changed);
      void view.complete();
    }
    this.callers.look();
    if (this.isLocal) {
      this.seenThreads.visit(thread => {
        this.threads.learn(thread);
      });
    }
  }

  /** Lets go of the values of such fields, and takes no more of them. */
  mask(isMasked: MaskTest): void {
    this.store.mask(isMasked);
    this.callers.masked();
    this.columnsChanged(this.store.tables.keys());
  }

  /** These tables have other columns than before, or the same mean something else. */
  columnsChanged(tables: Iterable<number>): void {
    this.fields.changed();
    const isShown = [...tables].some(table => (this.store.tables[table]?.nextRow ?? 0) > 0);
    for (const shown of isShown ? this.shownBy.values() : []) {
      shown.renew(() => true);
    }
  }

  /** What the page with that view shows; all events until it filters them. */
  shown(view = 0): ShownEvents {
    const shown = this.shownBy.get(view) ?? new ShownEvents(this.store, this.now);
    this.shownBy.set(view, shown);
    return shown;
  }

  /** A page is gone. */
  closeView(view: number): void {
    this.shownBy.get(view)?.close();
    this.shownBy.delete(view);
  }

  /** Functions that call have got their names: what was made of their addresses is made again. */
  renamed(): void {
    for (const shown of this.shownBy.values()) {
      shown.renew(column => this.callers.isCaller(column));
    }
  }

  /** Another capture begins. */
  close(): void {
    this.callers.names.close();
  }

  pairUp(): void {
    const { order } = this.store;
    let began = Infinity;
    for (const pair of this.pairs) {
      pair.advance(this.isQuiet());
      began = Math.min(began, pair.takeNews() ?? Infinity);
    }
    if (began < Infinity) {
      this.learnt(order.positionAfter(began - 1), column => column === TOOK || column === RETURNED);
    }
    this.takeNames();
    this.shownBy.forEach(shown => shown.lookBack());
  }

  /** Filters by the names of processes that were looked up since: a thread's first events come before its name. */
  private takeNames(): void {
    const { version } = this.threads;
    const now = this.now();
    if (version !== this.namesVersion) {
      this.namesVersion = version;
      this.learnt(this.unnamed[0], column => column === 'process');
    }
    if (now - this.unnamedAt > LOOK_UP_MS) {
      this.unnamedAt = now;
      this.unnamed = [this.unnamed[1], this.store.order.end];
    }
  }

  private learnt(from: number, isKnown: (column: string) => boolean): void {
    for (const shown of this.shownBy.values()) {
      shown.learnt(from, isKnown);
    }
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
