import { PendingEvents } from '../pendingEvents';
import type { Records } from '../records';
import { SlowestCalls, type SlowCall } from '../slowestCalls';
import type { ColumnFacts } from '../valueCounts';
import { DurationCounts } from './durationCounts';
import { TableSteps } from './tableSteps';
import { ThreadCalls } from './threadCalls';

/** Newest events that may still get older ones between them, in ns: CPUs are read one after the other. */
const SETTLE = 200e6;
/** Events that wait for their place in time before some are looked at, and at most. */
const MANY_WAIT = 1 << 17;
const MAX_WAIT = 1 << 22;
/** The first events of a table wait also while nobody has said yet that it is of calls. */
const UNPAIRED = 1 << 16;
/** Stands for a table where events were lost. */
const LOST = 0xffff;

/** Entries and returns of one function, by their tables. */
interface Pair {
  readonly entries: Set<number>;
  readonly ret: number;
  readonly open: ThreadCalls;
}

/**
 * What calls took, over all events, those without a row included: entries and returns are paired by thread in the order
 * of time, as `CallPairs` does with rows. A call is counted by its return.
 */
export class CallTimes {
  private readonly pairs: Pair[] = [];
  /** By table: events that came. */
  private readonly came: number[] = [];
  /** Their threads are in the places of rows. */
  private pending = new PendingEvents();
  private waiting = 0;
  private waitedBefore = 0;
  private newest = -Infinity;
  private readonly cpus = new Set<number>();
  /** CPUs whose next page comes after lost ones. */
  private readonly gaps = new Set<number>();
  /** What was gone over of one CPU, one table after the other. */
  private readonly step = new TableSteps();
  private readonly durations = new DurationCounts();
  private readonly calls = new SlowestCalls();

  /** The tables of a function's entries and returns; another table of returns takes the place of one before. */
  pair(entry: number, ret: number): void {
    for (const pair of this.pairs) {
      if (pair.ret !== ret) {
        pair.entries.delete(entry);
      }
    }
    const known = this.pairs.find(each => each.ret === ret);
    if (known) {
      known.entries.add(entry);
    } else {
      this.pairs.push({
        ...{ entries: new Set([entry]), ret },
        open: new ThreadCalls(),
      });
    }
  }

  /** Whether calls are counted at all. */
  get isCounting(): boolean {
    return this.pairs.length > 0;
  }

  add(table: number, records: Records, littleEndian: boolean): void {
    const came = (this.came[table] ?? 0) + records.count;
    this.came[table] = came;
    if (came <= UNPAIRED || this.pairs.some(pair => isEnd(pair, table))) {
      this.step.add(table, records, littleEndian);
    }
  }

  /** All tables of some pages of a CPU were added. */
  endStep(): void {
    this.step.drain(this.wait);
    if (this.waiting > MANY_WAIT + 2 * this.waitedBefore || this.waiting > MAX_WAIT) {
      this.advance(this.waiting > MAX_WAIT);
    }
  }

  /**
   * A page of a CPU begins at that time (ns). Where events before it were lost, calls that were open may have ended among
   * them.
   */
  page(cpu: number, time: number, isAfterLoss: boolean): void {
    this.cpus.add(cpu);
    if (this.gaps.delete(cpu) || isAfterLoss) {
      this.pending.add(LOST, 0, time);
      this.waiting++;
    }
  }

  /** Pages of a CPU were lost, of any where it is not known which. */
  gap(cpu?: number): void {
    for (const each of cpu === undefined ? this.cpus : [cpu]) {
      this.gaps.add(each);
    }
  }

  /** Looks at what no older event can come between any more; with `all`, at all. */
  advance(all = false): void {
    const { pending } = this;
    const count = pending.sort();
    const settled = all ? Infinity : this.newest - SETTLE;
    let at = 0;
    for (; at < count && pending.time(at) <= settled; at++) {
      this.take(pending.table(at), pending.row(at), pending.time(at));
    }
    this.pending = new PendingEvents();
    this.waiting = count - at;
    this.waitedBefore = this.waiting;
    for (; at < count; at++) {
      this.pending.add(pending.table(at), pending.row(at), pending.time(at));
    }
  }

  facts(column: string, limit: number): ColumnFacts {
    return this.durations.facts(column, limit);
  }

  /** Of those that took longest; their numbers are not known here. */
  slowest(): readonly SlowCall[] {
    return this.calls.facts();
  }

  private readonly wait = (table: number, thread: number, time: number): void => {
    this.pending.add(table, thread, time);
    this.newest = Math.max(this.newest, time);
    this.waiting++;
  };

  private take(table: number, thread: number, time: number): void {
    for (const { entries, ret, open } of this.pairs) {
      if (table === LOST) {
        open.clear();
      } else if (table === ret) {
        this.leave(open, thread, ret, time);
      } else if (entries.has(table)) {
        open.enter(thread, time);
      }
    }
  }

  private leave(open: ThreadCalls, thread: number, table: number, time: number): void {
    const took = time - open.leave(thread);
    if (took >= 0) {
      this.durations.add(took);
      if (took > this.calls.least) {
        this.calls.add({ index: -1, table, time, took });
      }
    }
  }
}

function isEnd({ entries, ret }: Pair, table: number): boolean {
  return table === ret || entries.has(table);
}
