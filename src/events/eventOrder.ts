import type { PendingEvents } from './pendingEvents';

/** Room for events at first; it doubles. */
const FIRST_ROOM = 1 << 16;

/**
 * All events by time, whichever table they are in. Positions count from the capture's first event and
 * stay as they are when the oldest are dropped; only a late event moves those after it.
 */
export class EventOrder {
  private tables = new Uint16Array(FIRST_ROOM);
  private rows = new Float64Array(FIRST_ROOM);
  /** Position of index 0 of the arrays. */
  private base = 0;
  private used = 0;

  constructor(private readonly timeOf: (table: number, row: number) => number) {}

  /** Position of the oldest event that is kept. */
  get first(): number {
    return this.base;
  }

  /** Position after the newest event. */
  get end(): number {
    return this.base + this.used;
  }

  get bytes(): number {
    return this.tables.byteLength + this.rows.byteLength;
  }

  table(position: number): number {
    return this.tables[position - this.base] ?? 0;
  }

  row(position: number): number {
    return this.rows[position - this.base] ?? 0;
  }

  time(position: number): number {
    return this.timeOf(this.table(position), this.row(position));
  }

  /**
   * Merges events in; returns the first position that changed. CPUs are read one after the other, so
   * some are older than events that are here already.
   */
  merge(events: PendingEvents): number {
    const count = events.sort();
    if (count === 0) {
      return this.end;
    }
    this.reserve(count);
    const from = this.positionAfter(events.time(0)) - this.base;
    let old = this.used - 1;
    let target = this.used + count - 1;
    for (let at = count - 1; at >= 0; target--) {
      if (
        old >= from &&
        this.timeOf(this.tables[old] ?? 0, this.rows[old] ?? 0) > events.time(at)
      ) {
        this.tables[target] = this.tables[old] ?? 0;
        this.rows[target] = this.rows[old] ?? 0;
        old--;
      } else {
        this.tables[target] = events.table(at);
        this.rows[target] = events.row(at);
        at--;
      }
    }
    this.used += count;
    events.clear();
    return this.base + from;
  }

  /** Forgets the `count` oldest events. */
  drop(count: number): void {
    const gone = Math.min(count, this.used);
    this.tables.copyWithin(0, gone, this.used);
    this.rows.copyWithin(0, gone, this.used);
    this.base += gone;
    this.used -= gone;
  }

  /** The first position whose event is later than `time`. */
  positionAfter(time: number): number {
    let low = 0;
    let high = this.used;
    // Nearly all events are later than all before them.
    if (high > 0 && this.timeOf(this.tables[high - 1] ?? 0, this.rows[high - 1] ?? 0) <= time) {
      return this.end;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeOf(this.tables[middle] ?? 0, this.rows[middle] ?? 0) <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return this.base + low;
  }

  private reserve(more: number): void {
    const needed = this.used + more;
    if (needed > this.tables.length) {
      const length = Math.max(needed, this.tables.length * 2);
      const tables = new Uint16Array(length);
      const rows = new Float64Array(length);
      tables.set(this.tables.subarray(0, this.used));
      rows.set(this.rows.subarray(0, this.used));
      this.tables = tables;
      this.rows = rows;
    }
  }
}
