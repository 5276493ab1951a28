import type { EventStore } from '../../events/eventStore';
import { EventView } from '../../events/eventView';
import type { Summary } from '../../events/summary';

/** What one page shows of a capture: several may look at it, each with its own filter. */
export class ShownEvents {
  view: EventView;
  summary: Summary | undefined;

  constructor(store: EventStore) {
    this.view = new EventView(store, undefined);
  }

  /** Another filter: what was summed up is out of date. */
  show(view: EventView): void {
    this.view = view;
    this.summary = undefined;
  }

  /**
   * What some columns show has changed: what was made of them is made again.
   * @param first position of the first event
   */
  renew(first: number, isChanged: (column: string) => boolean): void {
    this.summary?.recount(isChanged);
    this.view.changed(first);
    void this.view.complete();
  }
}
