import { CHUNK_ROWS, Chunks } from './chunks';
import type { PendingEvents } from './pendingEvents';

/** Which event each position is: its table, and its row there. */
class Places {
  readonly tables = new Uint16Array(CHUNK_ROWS);
  readonly rows = new Float64Array(CHUNK_ROWS);

  get byteLength(): number {
    return this.tables.byteLength + this.rows.byteLength;
  }
}

/**
 * All events by time, whichever table they are in. Positions count from the capture's first event and
 * stay as they are when the oldest are dropped; only a late event moves those after it.
 */
export class EventOrder {
  /** Position of the oldest event that is kept. */
  first = 0;
  /** Position after the newest event. */
  end = 0;
  private readonly places = new Chunks(() => new Places());

  constructor(private readonly timeOf: (table: number, row: number) => number) {}

  get bytes(): number {
    return this.places.bytes;
  }

  table(position: number): number {
    return this.places.at(position)?.tables[Chunks.index(position)] ?? 0;
  }

  row(position: number): number {
    return this.places.at(position)?.rows[Chunks.index(position)] ?? 0;
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
    const from = this.positionAfter(events.time(0));
    if (from === this.end && events.isInOrder) {
      this.append(events, count);
    } else {
      this.insert(events, count, from);
    }
    this.end += count;
    events.clear();
    return from;
  }

  /** Forgets the oldest events, up to the position `first`. */
  dropBefore(first: number): void {
    const from = this.first - Chunks.index(this.first);
    for (let start = from; start + CHUNK_ROWS <= first; start += CHUNK_ROWS) {
      this.places.drop(start);
    }
    this.first = first;
  }

  /** The first position whose event is later than `time`. */
  positionAfter(time: number): number {
    let low = this.first;
    let high = this.end;
    // Nearly all events are later than all before them.
    if (high > low && this.time(high - 1) <= time) {
      return high;
    }
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.time(middle) <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private append(events: PendingEvents, count: number): void {
    for (let at = 0; at < count;) {
      const { tables, rows } = this.places.writable(this.end + at);
      const index = Chunks.index(this.end + at);
      const part = Math.min(count - at, CHUNK_ROWS - index);
      events.copy(at, tables.subarray(index, index + part), rows.subarray(index, index + part));
      at += part;
    }
  }

  /** From the newest to the oldest, so that what moves is moved once. */
  private insert(events: PendingEvents, count: number, from: number): void {
    let old = this.end - 1;
    let target = this.end + count - 1;
    for (let at = count - 1; at >= 0; target--) {
      if (old >= from && this.time(old) > events.time(at)) {
        this.put(target, this.table(old), this.row(old));
        old--;
      } else {
        this.put(target, events.table(at), events.row(at));
        at--;
      }
    }
  }

  private put(position: number, table: number, row: number): void {
    const { tables, rows } = this.places.writable(position);
    const index = Chunks.index(position);
    tables[index] = table;
    rows[index] = row;
  }
}
