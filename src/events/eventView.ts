import { setImmediate } from 'node:timers/promises';
import type { EventStore } from './eventStore';

/** Events looked at in one go; other requests come in between. */
const SLICE = 20_000;

/**
 * The positions of a store's events that fit a filter, kept up as events come and go. Its events are
 * numbered from the first that ever fitted; those that went are `firstIndex`.
 */
export class EventView {
  private positions = new Float64Array(1024);
  /** Index of the first element of `positions` that counts, and of the one after the last. */
  private begin = 0;
  private end = 0;
  /** Number of the event at `begin`. */
  private gone = 0;
  /** The next position to look at. */
  private next: number;
  private isRunning = false;
  private isClosed = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    private readonly fits: ((table: number, row: number) => boolean) | undefined,
  ) {
    this.next = store.order.first;
  }

  /** Whether it holds all events. */
  get isWhole(): boolean {
    return !this.fits;
  }

  get firstIndex(): number {
    return this.fits ? this.gone : this.store.order.first;
  }

  /** Number after the last event. */
  get endIndex(): number {
    return this.fits ? this.gone + this.end - this.begin : this.store.order.end;
  }

  /** Position in the store's order of the event with that number. */
  position(index: number): number {
    return this.fits ? (this.positions[this.begin + index - this.gone] ?? 0) : index;
  }

  /** Whether all events were looked at. */
  get isComplete(): boolean {
    return !this.fits || this.next >= this.store.order.end;
  }

  /** To be called after each flush of the store, with what it gave. */
  changed(from: number): void {
    if (this.fits) {
      while (this.end > this.begin && (this.positions[this.end - 1] ?? 0) >= from) {
        this.end--;
      }
      const { first } = this.store.order;
      while (this.begin < this.end && (this.positions[this.begin] ?? 0) < first) {
        this.begin++;
        this.gone++;
      }
      this.next = Math.max(Math.min(this.next, from), first);
    }
  }

  /** Nobody shows it any more: it stops to look. */
  close(): void {
    this.isClosed = true;
  }

  /** Looks at what it has not yet, in slices. */
  complete(): Promise<void> {
    if (!this.isComplete && !this.isRunning && !this.isClosed) {
      this.isRunning = true;
      this.running = this.run();
    }
    return this.running;
  }

  private async run(): Promise<void> {
    const { order } = this.store;
    try {
      while (this.fits && !this.isClosed && this.next < order.end) {
        const stop = Math.min(order.end, this.next + SLICE);
        for (; this.next < stop; this.next++) {
          if (this.fits(order.table(this.next), order.row(this.next))) {
            this.push(this.next);
          }
        }
        await setImmediate();
      }
    } finally {
      // At once: what comes before others hear of the end is for the next run.
      this.isRunning = false;
    }
  }

  private push(position: number): void {
    if (this.end === this.positions.length) {
      const kept = this.positions.subarray(this.begin, this.end);
      const isHalf = kept.length * 2 > this.positions.length;
      const moved = new Float64Array(this.positions.length * (isHalf ? 2 : 1));
      moved.set(kept);
      this.positions = moved;
      this.end -= this.begin;
      this.begin = 0;
    }
    this.positions[this.end++] = position;
  }
}
