import { CHUNK_ROWS, Chunks } from './chunks';
import type { EventStore } from './eventStore';
import { OpenCalls } from './openCalls';

/** Events looked over for the other end of one of the newest calls. */
const MAX_LOOK = 2000;

/** Calls that could not be paired. */
export interface PairLosses {
  /** Returns whose entry was not seen though others were: before the capture, or lost. */
  entries: number;
  /** Entries whose return was not seen: no slot in the kernel, a jump out of the function, or lost. */
  returns: number;
}

/** Pairs the entries and returns of one function by thread: what each call took, and where it ended. */
export class CallPairs {
  readonly losses: PairLosses = { entries: 0, returns: 0 };
  /** By row of the returns' table, in ns; NaN where it is not known. */
  private readonly durations = rowNumbers();
  /** By table of entries and its row: the row of the return. */
  private readonly returns = new Map<number, Chunks<Float64Array>>();
  private readonly open = new OpenCalls(() => this.losses.returns++);
  /** An entry was seen: before the first one its probe may not have been there. */
  private isEntered = false;
  /** Another probe on the return took the place of this one. */
  private isReplaced = false;
  private next: number;
  /** When the first call began of which more is known since it was asked for, in ns. */
  private news = Infinity;

  /**
   * @param entry @param ret tables of the store
   * @param before pair of the same function whose probe on the return is gone: this one goes on where it is
   */
  constructor(
    private readonly store: EventStore,
    entry: number,
    readonly ret: number,
    before?: CallPairs,
  ) {
    this.addEntry(entry);
    this.next = before?.next ?? store.order.first;
    if (before) {
      before.isReplaced = true;
    }
  }

  /** The entry's probe was made again, as another event. */
  addEntry(entry: number): void {
    this.returns.set(entry, this.returns.get(entry) ?? rowNumbers());
  }

  /** Tables of entries. */
  get entries(): Iterable<number> {
    return this.returns.keys();
  }

  isEntry(table: number): boolean {
    return this.returns.has(table);
  }

  isEnd(table: number): boolean {
    return table === this.ret || this.isEntry(table);
  }

  /** ns that the call took of which that row is an end; undefined where it is not known. */
  took(table: number, row: number): number | undefined {
    if (table === this.ret) {
      return known(this.durations, row);
    }
    const ended = this.returned(table, row);
    return ended === undefined ? undefined : known(this.durations, ended);
  }

  /** Row in the returns' table where the call ended that began in that row. */
  returned(entry: number, row: number): number | undefined {
    const rows = this.returns.get(entry);
    return rows && known(rows, row);
  }

  /**
   * Position in the order of the other end of the call, by what is there now: for the newest events, which
   * are not paired yet. Looks over a few events only.
   */
  otherEndByNow(position: number): number | undefined {
    const { order, tables } = this.store;
    const from = order.table(position);
    const step = from === this.ret ? -1 : 1;
    const thread = tables[from]?.thread(order.row(position));
    let depth = 0;
    for (let passed = 1; passed <= MAX_LOOK; passed++) {
      const at = position + passed * step;
      if (at < order.first || at >= order.end) {
        return undefined;
      }
      const table = order.table(at);
      if (this.isEnd(table) && tables[table]?.thread(order.row(at)) === thread) {
        const isOther = (table === this.ret) === step > 0;
        if (isOther && depth === 0) {
          return this.isWhole(at, position) ? at : undefined;
        }
        depth += isOther ? -1 : 1;
      }
    }
    return undefined;
  }

  /** Pairs what has come, as far as no older events can come between; with `all`, the newest too. */
  advance(all = false): void {
    const { order, tables } = this.store;
    this.next = Math.max(this.next, order.first);
    const end = this.store.settledEnd(all);
    this.dropOld();
    for (; this.next < end; this.next++) {
      const table = order.table(this.next);
      if (this.isEnd(table)) {
        const row = order.row(this.next);
        const thread = tables[table]?.thread(row) ?? 0;
        if (table === this.ret) {
          this.leave(thread, row);
        } else if (!this.isReplaced) {
          this.isEntered = true;
          this.open.enter(thread, { table, row, time: tables[table]?.time(row) ?? 0 });
        }
      }
    }
  }

  /** When the first call began that was paired since the last time, in ns; undefined where none was. */
  takeNews(): number | undefined {
    const { news } = this;
    this.news = Infinity;
    return news === Infinity ? undefined : news;
  }

  /** Whether no rows are missing between two positions. */
  private isWhole(one: number, other: number): boolean {
    const { order, sampling } = this.store;
    const [from, to] = [order.time(Math.min(one, other)), order.time(Math.max(one, other))];
    return !sampling.hides(from, to);
  }

  /** Frees what is known of rows that are no longer kept. */
  private dropOld(): void {
    const { tables } = this.store;
    for (const [table, rows] of [[this.ret, this.durations] as const, ...this.returns]) {
      const first = tables[table]?.firstRow ?? 0;
      for (let start = first - CHUNK_ROWS; rows.at(start); start -= CHUNK_ROWS) {
        rows.drop(start);
      }
    }
  }

  private leave(thread: number, row: number): void {
    const began = this.open.leave(thread);
    if (!began) {
      this.losses.entries += this.isEntered ? 1 : 0;
      return;
    }
    const time = this.store.tables[this.ret]?.time(row) ?? 0;
    // Rows of its own thread may be missing between.
    if (this.store.sampling.hides(began.time, time)) {
      this.losses.entries++;
      return;
    }
    this.durations.writable(row)[Chunks.index(row)] = time - began.time;
    this.news = Math.min(this.news, began.time);
    if (began.row >= (this.store.tables[began.table]?.firstRow ?? 0)) {
      const rows = this.returns.get(began.table)?.writable(began.row);
      if (rows) {
        rows[Chunks.index(began.row)] = row;
      }
    }
  }
}

function rowNumbers(): Chunks<Float64Array> {
  return new Chunks(() => new Float64Array(CHUNK_ROWS).fill(Number.NaN));
}

function known(numbers: Chunks<Float64Array>, row: number): number | undefined {
  const number = numbers.at(row)?.[Chunks.index(row)];
  return number === undefined || Number.isNaN(number) ? undefined : number;
}
