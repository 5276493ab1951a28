import type { EventStore } from '../../events/eventStore';
import type { EventView } from '../../events/eventView';

/** Where a row is. */
export interface RowPlace {
  readonly table: number;
  readonly row: number;
}

/**
 * The events that a view has at one moment, to be gone through while others come: late ones move the newest,
 * so that of these the places are remembered.
 */
export class SavedRows {
  readonly count: number;
  private readonly first: number;
  /** Places of the events that may still move, the first of them at `movable`. */
  private readonly newest: readonly RowPlace[];
  private readonly movable: number;

  constructor(
    private readonly store: EventStore,
    private readonly view: EventView,
  ) {
    this.first = view.firstIndex;
    this.count = view.endIndex - this.first;
    const settled = store.settledEnd(false);
    let movable = this.count;
    while (movable > 0 && view.position(this.first + movable - 1) >= settled) {
      movable--;
    }
    this.movable = movable;
    this.newest = Array.from({ length: this.count - movable }, (_, at) =>
      this.placeOf(movable + at),
    );
  }

  /** Undefined where the event made room for newer ones meanwhile. */
  at(at: number): RowPlace | undefined {
    if (at < this.movable) {
      return this.first + at < this.view.firstIndex ? undefined : this.placeOf(at);
    }
    const place = this.newest[at - this.movable];
    const kept = place && (this.store.tables[place.table]?.firstRow ?? 0);
    return kept !== undefined && place && place.row >= kept ? place : undefined;
  }

  private placeOf(at: number): RowPlace {
    const { order } = this.store;
    const position = this.view.position(this.first + at);
    return { table: order.table(position), row: order.row(position) };
  }
}
