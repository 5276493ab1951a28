import { setImmediate } from 'node:timers/promises';
import type { EventStore } from './eventStore';
import type { EventView } from './eventView';

/** Events looked at in one go. */
const SLICE = 50_000;

/** Goes over the events of a view, each once, as far as no older ones can come between them. */
export class ViewWalk {
  /** Number in the view. */
  private next = 0;

  constructor(
    private readonly store: EventStore,
    private readonly view: EventView,
  ) {}

  /** Number in the view of the next event: those before it were visited, or are gone. */
  get position(): number {
    return this.next;
  }

  /** Goes on from there: what the view has from that number on was let go of. */
  rewind(index: number): void {
    this.next = index;
  }

  /** Goes on where it was, as long as it is wanted; with `all`, over the newest too. */
  async advance(
    all: boolean,
    visit: (table: number, row: number, index: number) => void,
    isWanted: () => boolean = () => true,
  ): Promise<void> {
    const { order } = this.store;
    const settled = this.store.settledEnd(all);
    while (isWanted()) {
      this.next = Math.max(this.next, this.view.firstIndex);
      const end = Math.min(this.view.endIndex, this.next + SLICE);
      for (; this.next < end; this.next++) {
        const position = this.view.position(this.next);
        if (position >= settled) {
          return;
        }
        visit(order.table(position), order.row(position), this.next);
      }
      if (this.next >= this.view.endIndex) {
        return;
      }
      await setImmediate();
    }
  }
}
