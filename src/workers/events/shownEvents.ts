import type { EventFilter } from '../../events/eventFilter';
import type { EventStore } from '../../events/eventStore';
import { EventView } from '../../events/eventView';
import { ViewStacks } from '../../events/stacks/viewStacks';
import type { Summary } from '../../events/summary';
import type { ShownStacks } from './recordedStacks';

/** Newest events that are filtered again at once where more is known of them: a call's entry may be one. */
const NEAR = 500_000;
/** After a longer look back it rests so many times as long. */
const REST_PART = 4;

/** What one page shows of a capture: several may look at it, each with its own filter. */
export class ShownEvents {
  view: EventView;
  summary: Summary | undefined;
  private filter: EventFilter | undefined;
  private stacks: ViewStacks | undefined;

  /** From there on events are to be filtered again, once it is their turn; all that was learnt is done below it. */
  private far = Infinity;
  /** Not before that, in ms of `now`. */
  private farDue = 0;

  /**
   * @param now ms of a monotonic clock
   * @param near newest events that are filtered again at once
   */
  constructor(
    private readonly store: EventStore,
    private readonly now: () => number = () => performance.now(),
    private readonly near = NEAR,
  ) {
    this.view = new EventView(store, undefined);
  }

  /** Another filter: what was summed up is out of date. */
  show(view: EventView, filter?: EventFilter): void {
    this.view.close();
    this.view = view;
    this.filter = filter;
    this.far = Infinity;
    this.outdate();
  }

  /** The page is gone. */
  close(): void {
    this.view.close();
    this.outdate();
  }

  /** The stacks of one table's events in the view; those of another are let go of. */
  stacksOf(table: number, stacks: ShownStacks): ViewStacks {
    if (this.stacks?.table !== table) {
      this.stacks?.close();
      this.stacks = new ViewStacks(this.store, this.view, table, row => stacks.of(table, row));
    }
    return this.stacks;
  }

  /** What some columns show has changed: what was made of them is made again. */
  renew(isChanged: (column: string) => boolean): void {
    if (this.isFilteredBy(isChanged)) {
      this.refilter(this.store.order.first);
    } else {
      this.summary?.recount(isChanged);
    }
  }

  /** Some columns of events from that position on have become known. */
  learnt(from: number, isKnown: (column: string) => boolean): void {
    if (this.isFilteredBy(isKnown)) {
      const near = this.store.order.end - this.near;
      this.far = from < near ? Math.min(this.far, from) : this.far;
      this.refilter(Math.max(from, near));
    }
  }

  /** Filters older events again of which something was learnt: a long look back is taken a part of the time. */
  lookBack(): void {
    const now = this.now();
    if (this.far < Infinity && now >= this.farDue && this.view.isComplete) {
      const { far } = this;
      this.far = Infinity;
      this.farDue = Infinity;
      this.refilter(far);
      void this.view.complete().finally(() => {
        this.farDue = this.now() + REST_PART * (this.now() - now);
      });
    }
  }

  /** Numbers of events in the view may change, and so do those that were summed up. */
  private refilter(from: number): void {
    this.summary = undefined;
    this.view.changed(from);
    // Before the view looks at them: what it has let go of is not counted any more.
    this.stacks?.rewind();
    void this.view.complete();
  }

  /** What was counted of the view is counted anew. */
  private outdate(): void {
    this.summary = undefined;
    this.stacks?.close();
    this.stacks = undefined;
  }

  private isFilteredBy(isChanged: (column: string) => boolean): boolean {
    const { filter, store } = this;
    return (
      filter !== undefined &&
      (filter.conditions.some(({ column }) => isChanged(column)) ||
        (filter.text !== '' &&
          (isChanged('process') ||
            store.tables.some(({ format }) => format.fields.some(({ name }) => isChanged(name))))))
    );
  }
}
