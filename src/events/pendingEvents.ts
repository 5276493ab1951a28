import { mergedOrder } from './mergedOrder';

/** Events that have their rows but no place in the order of time yet. */
export class PendingEvents {
  private tables = new Uint16Array(1024);
  private rows = new Float64Array(1024);
  private times = new Float64Array(1024);
  /** The order by time, once sorted; left out where they came so. */
  private sorted: Uint32Array | undefined;
  private count = 0;
  /** Where time goes back: each reading of a CPU gives its events in their order, as a rule. */
  private runs: number[] = [];

  add(table: number, row: number, time: number): void {
    const at = this.count;
    if (at === this.tables.length) {
      this.grow();
    }
    if (at > 0 && time < (this.times[at - 1] ?? 0)) {
      this.runs.push(at);
    }
    this.tables[at] = table;
    this.rows[at] = row;
    this.times[at] = time;
    this.count++;
  }

  /** Puts them in the order of time, those of one time as they came; returns how many there are. */
  sort(): number {
    const { times, count, runs } = this;
    this.sorted = runs.length === 0 ? undefined : mergedOrder(times, [0, ...runs, count]);
    return count;
  }

  /** Whether they came in the order of time. */
  get isInOrder(): boolean {
    return this.runs.length === 0;
  }

  /** Copies tables and rows of those from `at` on; only where they came in order. */
  copy(at: number, tables: Uint16Array, rows: Float64Array): void {
    tables.set(this.tables.subarray(at, at + tables.length));
    rows.set(this.rows.subarray(at, at + rows.length));
  }

  table(at: number): number {
    return this.tables[this.sorted?.[at] ?? at] ?? 0;
  }

  row(at: number): number {
    return this.rows[this.sorted?.[at] ?? at] ?? 0;
  }

  time(at: number): number {
    return this.times[this.sorted?.[at] ?? at] ?? 0;
  }

  clear(): void {
    this.count = 0;
    this.runs = [];
    this.sorted = undefined;
  }

  private grow(): void {
    const larger = <A extends Uint16Array | Float64Array>(array: A, made: A): A => {
      made.set(array);
      return made;
    };
    const room = this.count * 2;
    this.tables = larger(this.tables, new Uint16Array(room));
    this.rows = larger(this.rows, new Float64Array(room));
    this.times = larger(this.times, new Float64Array(room));
  }
}
