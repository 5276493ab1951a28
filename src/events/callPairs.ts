import { CHUNK_ROWS, Chunks } from './chunks';
import type { EventStore } from './eventStore';

/** Return probes nest so deep at most (`MAX_URETPROBE_DEPTH` in include/linux/uprobes.h). */
const MAX_DEPTH = 64;

/** Events looked back over for the entry of one of the newest returns. */
const MAX_LOOK_BACK = 2000;

/** Calls that could not be paired. */
export interface PairLosses {
  /** Returns whose entry was not seen: before the capture, or lost. */
  entries: number;
  /** Entries whose return was not seen: no slot in the kernel, a jump out of the function, or lost. */
  returns: number;
}

/** Pairs the entries and returns of one function by thread: how long each call took. */
export class CallPairs {
  readonly losses: PairLosses = { entries: 0, returns: 0 };
  /** By row of the returns' table, in ns; NaN where it is not known. */
  private readonly durations = new Chunks(() => new Float64Array(CHUNK_ROWS).fill(Number.NaN));
  private readonly entries = new Set<number>();
  /** Times of entries not returned from yet, the innermost last, by thread. */
  private readonly open = new Map<number, number[]>();
  private next: number;

  /** @param entry @param ret tables of the store */
  constructor(
    private readonly store: EventStore,
    entry: number,
    readonly ret: number,
  ) {
    this.entries.add(entry);
    this.next = store.order.first;
  }

  /** The entry's probe was made again, as another event. */
  addEntry(entry: number): void {
    this.entries.add(entry);
  }

  /** ns that the call took which returned in that row; undefined where it is not known. */
  took(row: number): number | undefined {
    const duration = this.durations.at(row)?.[Chunks.index(row)];
    return duration === undefined || Number.isNaN(duration) ? undefined : duration;
  }

  /**
   * ns that the call took which returned at that position of the order, by what is there now: for the
   * newest events, which are not paired yet. Looks back a little only.
   */
  tookByNow(position: number): number | undefined {
    const { order, tables } = this.store;
    const thread = tables[this.ret]?.thread(order.row(position));
    const stop = Math.max(order.first, position - MAX_LOOK_BACK);
    let depth = 0;
    for (let at = position - 1; at >= stop; at--) {
      const table = order.table(at);
      const isEntry = this.entries.has(table);
      if ((isEntry || table === this.ret) && tables[table]?.thread(order.row(at)) === thread) {
        if (isEntry && depth === 0) {
          return order.time(position) - order.time(at);
        }
        depth += isEntry ? -1 : 1;
      }
    }
    return undefined;
  }

  /** Pairs what has come, as far as no older events can come between; with `all`, the newest too. */
  advance(all = false): void {
    const { order } = this.store;
    this.next = Math.max(this.next, order.first);
    const end = this.store.settledEnd(all);
    this.dropOld();
    for (; this.next < end; this.next++) {
      const table = order.table(this.next);
      if (this.entries.has(table)) {
        this.enter(table, order.row(this.next));
      } else if (table === this.ret) {
        this.leave(order.row(this.next));
      }
    }
  }

  /** Frees what rows took that are no longer kept. */
  private dropOld(): void {
    const first = this.store.tables[this.ret]?.firstRow ?? 0;
    for (let start = first - CHUNK_ROWS; this.durations.at(start); start -= CHUNK_ROWS) {
      this.durations.drop(start);
    }
  }

  private enter(table: number, row: number): void {
    const entry = this.store.tables[table];
    const thread = entry?.thread(row) ?? 0;
    const calls = this.open.get(thread) ?? [];
    calls.push(entry?.time(row) ?? 0);
    if (calls.length > MAX_DEPTH) {
      calls.shift();
      this.losses.returns++;
    }
    this.open.set(thread, calls);
  }

  private leave(row: number): void {
    const returns = this.store.tables[this.ret];
    const thread = returns?.thread(row) ?? 0;
    const calls = this.open.get(thread);
    const began = calls?.pop();
    if (began === undefined || !returns) {
      this.losses.entries++;
      return;
    }
    if (calls?.length === 0) {
      this.open.delete(thread);
    }
    this.durations.writable(row)[Chunks.index(row)] = returns.time(row) - began;
  }
}
