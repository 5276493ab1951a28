import { THREAD_AT } from '../eventTable';
import type { Records } from '../records';

/** Events of one CPU, one table after the other, each in the order of time. */
export class TableSteps {
  private tables = new Uint16Array(1024);
  private threads = new Int32Array(1024);
  private times = new Float64Array(1024);
  /** Where each table's begin and end; the first so many count. */
  private readonly bounds: number[] = [0];
  private count = 0;
  private readonly heads: number[] = [];

  add(table: number, { view, starts, times, count }: Records, littleEndian: boolean): void {
    const from = this.bounds[this.count] ?? 0;
    this.reserve(from + count);
    this.tables.fill(table, from, from + count);
    for (let at = 0; at < count; at++) {
      this.times[from + at] = times[at] ?? 0;
      this.threads[from + at] = view.getInt32((starts[at] ?? 0) + THREAD_AT, littleEndian);
    }
    this.bounds[++this.count] = from + count;
  }

  /** Tells all in the order of time, and forgets them. */
  drain(visit: (table: number, thread: number, time: number) => void): void {
    const { tables, threads, bounds, heads, count } = this;
    const end = bounds[count] ?? 0;
    for (let run = 0; run < count; run++) {
      heads[run] = bounds[run] ?? 0;
    }
    for (let told = 0; told < end; told++) {
      const run = count === 1 ? 0 : this.earliest();
      const at = heads[run] ?? 0;
      heads[run] = at + 1;
      visit(tables[at] ?? 0, threads[at] ?? 0, this.times[at] ?? 0);
    }
    this.count = 0;
  }

  /** The table whose next event is the oldest: few tables have events in a step. */
  private earliest(): number {
    const { heads, bounds, times, count } = this;
    let best = 0;
    let oldest = Infinity;
    for (let run = 0; run < count; run++) {
      const at = heads[run] ?? 0;
      const time = at < (bounds[run + 1] ?? 0) ? (times[at] ?? 0) : Infinity;
      if (time < oldest) {
        oldest = time;
        best = run;
      }
    }
    return best;
  }

  private reserve(room: number): void {
    if (room > this.times.length) {
      const { tables, threads, times } = this;
      this.tables = new Uint16Array(room * 2);
      this.threads = new Int32Array(room * 2);
      this.times = new Float64Array(room * 2);
      this.tables.set(tables);
      this.threads.set(threads);
      this.times.set(times);
    }
  }
}
