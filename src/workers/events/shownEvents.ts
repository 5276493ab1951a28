import type { EventFilter } from '../../events/eventFilter';
import type { EventStore } from '../../events/eventStore';
import { EventView } from '../../events/eventView';
import { ViewStacks } from '../../events/stacks/viewStacks';
import type { Summary } from '../../events/summary';
import type { ShownStacks } from './recordedStacks';

/** What one page shows of a capture: several may look at it, each with its own filter. */
export class ShownEvents {
  view: EventView;
  summary: Summary | undefined;
  private filter: EventFilter | undefined;
  private stacks: ViewStacks | undefined;

  constructor(private readonly store: EventStore) {
    this.view = new EventView(store, undefined);
  }

  /** Another filter: what was summed up is out of date. */
  show(view: EventView, filter?: EventFilter): void {
    this.view.close();
    this.view = view;
    this.filter = filter;
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
      this.refilter(from);
    }
  }

  /** Numbers of events in the view may change, and so do those that were summed up. */
  private refilter(from: number): void {
    this.outdate();
    this.view.changed(from);
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
