import type { CallPairs } from '../../events/callPairs';
import { EventFields } from '../../events/eventFields';
import { EventStore } from '../../events/eventStore';
import { parsePageLayout } from '../../tracefs';
import type { EventNews, EventRequests } from '../eventMessages';
import type { ThreadNames } from '../threadNames';
import { ShownEvents } from './shownEvents';

/** Without a page for so long, in ms, nothing older than what is here will come. */
const QUIET_MS = 2000;

/** One capture: its events, what is shown of them, and what is made of them. */
export class Capture {
  readonly number: number;
  readonly isLocal: boolean;
  readonly store: EventStore;
  readonly fields: EventFields;
  readonly pairs: CallPairs[] = [];
  /** Time 0 in ms since the epoch. */
  epoch?: number;
  /** By the number that a page gave its view. */
  private readonly shownBy = new Map<number, ShownEvents>();
  private discarded = 0;
  /** When pages came last, in ms of `now`. */
  private lastPages: number;

  /** @param now ms of a monotonic clock */
  constructor(
    { facts, capacity, isLocal }: EventRequests['begin']['params'],
    private readonly threads: ThreadNames,
    private readonly now: () => number,
  ) {
    const { capture, headerPage, headerEvent, littleEndian } = facts;
    this.number = capture;
    this.isLocal = isLocal;
    this.store = new EventStore(parsePageLayout(headerPage, headerEvent, littleEndian), capacity);
    this.fields = new EventFields(
      this.store,
      thread => this.threads.name(thread),
      () => this.pairs,
    );
    this.lastPages = now();
  }

  takePages(cpu: number, dropped: number, pages: Uint8Array): void {
    this.discarded += dropped;
    this.lastPages = this.now();
    this.store.add(cpu, pages);
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
    if (this.isLocal) {
      for (let position = before; position < store.order.end; position++) {
        const table = store.tables[store.order.table(position)];
        this.threads.learn(table?.thread(store.order.row(position)) ?? 0);
      }
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

  pairUp(): void {
    this.pairs.forEach(pair => {
      pair.advance(this.isQuiet());
    });
  }

  isQuiet(): boolean {
    return this.now() - this.lastPages > QUIET_MS;
  }

  processName(thread: number): string {
    return this.threads.name(thread);
  }

  news(number?: number): EventNews {
    const { store, pairs, discarded, isLocal } = this;
    const { view } = this.shown(number);
    if (isLocal && store.epoch !== undefined) {
      this.epoch ??= wallTime(store.epoch);
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
      ...(this.epoch !== undefined && { epoch: this.epoch }),
    };
  }
}

/** In ms since the epoch: the buffer's clock is this machine's monotonic one, in ns. */
function wallTime(monotonic: bigint): number {
  return Date.now() - Number(process.hrtime.bigint() - monotonic) / 1e6;
}
