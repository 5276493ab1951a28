import { setImmediate } from 'node:timers/promises';
import type { EventStore } from './eventStore';

/** Events looked at in one go; other requests come in between. */
const SLICE = 20_000;

/** The positions of a store's events that fit a filter, kept up as events come and go. */
export class EventView {
  private positions = new Float64Array(1024);
  private begin = 0;
  private end = 0;
  /** The next position to look at. */
  private next: number;
  private running: Promise<void> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly fits: ((table: number, row: number) => boolean) | undefined,
  ) {
    this.next = store.order.first;
  }

  /** Events in it; without a filter all that are kept. */
  get length(): number {
    return this.fits ? this.end - this.begin : this.store.order.end - this.store.order.first;
  }

  /** Position in the store's order of the view's `index`th event. */
  position(index: number): number {
    return this.fits ? (this.positions[this.begin + index] ?? 0) : this.store.order.first + index;
  }

  /** Whether all events were looked at. */
  get isComplete(): boolean {
    return !this.fits || this.next >= this.store.order.end;
  }

  /** To be called after each flush of the store, with what it gave. */
  changed(from: number): void {
    if (this.fits) {
      this.next = Math.min(this.next, from);
      while (this.end > this.begin && (this.positions[this.end - 1] ?? 0) >= from) {
        this.end--;
      }
      const { first } = this.store.order;
      while (this.begin < this.end && (this.positions[this.begin] ?? 0) < first) {
        this.begin++;
      }
      this.next = Math.max(this.next, first);
    }
  }

  /** Looks at what it has not yet, in slices. */
  complete(signal?: AbortSignal): Promise<void> {
    this.running ??= this.run(signal).finally(() => (this.running = undefined));
    return this.running;
  }

  private async run(signal: AbortSignal | undefined): Promise<void> {
    const { order } = this.store;
    while (this.fits && !signal?.aborted && this.next < order.end) {
      const stop = Math.min(order.end, this.next + SLICE);
      for (; this.next < stop; this.next++) {
        if (this.fits(order.table(this.next), order.row(this.next))) {
          this.push(this.next);
        }
      }
      await setImmediate();
    }
  }

  private push(position: number): void {
    if (this.end === this.positions.length) {
      const kept = this.positions.subarray(this.begin, this.end);
      const room =
        kept.length * 2 > this.positions.length ? this.positions.length * 2 : this.positions.length;
      const moved = new Float64Array(room);
      moved.set(kept);
      this.positions = moved;
      this.end -= this.begin;
      this.begin = 0;
    }
    this.positions[this.end++] = position;
  }
}
