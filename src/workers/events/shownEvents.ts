import type { EventFilter } from '../../events/eventFilter';
import type { EventStore } from '../../events/eventStore';
import { EventView } from '../../events/eventView';
import type { Summary } from '../../events/summary';

/** What one page shows of a capture: several may look at it, each with its own filter. */
export class ShownEvents {
  view: EventView;
  summary: Summary | undefined;
  private filter: EventFilter | undefined;

  constructor(private readonly store: EventStore) {
    this.view = new EventView(store, undefined);
  }

  /** Another filter: what was summed up is out of date. */
  show(view: EventView, filter?: EventFilter): void {
    this.view = view;
    this.filter = filter;
    this.summary = undefined;
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
    this.summary = undefined;
    this.view.changed(from);
    void this.view.complete();
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
