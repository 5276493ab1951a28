/** Seconds of the rate over time. */
const MAX_SECONDS = 600;

/** Events of each second. */
export interface RateFacts {
  /** After the capture's time 0. */
  readonly firstSecond: number;
  /** Of those tables that have events in these seconds. */
  readonly tables: readonly { readonly table: number; readonly perSecond: readonly number[] }[];
}

/** Counts events by second and table; the last ten minutes only, as a capture may run for days. */
export class SecondRates {
  /** By second, by table. */
  private readonly seconds = new Map<number, Map<number, number>>();
  private first = Number.POSITIVE_INFINITY;
  private last = 0;

  /** @param time ns after the capture's time 0 @param events of that second */
  add(table: number, time: number, events = 1): void {
    const second = Math.floor(time / 1e9);
    if (second > this.last) {
      this.last = second;
      this.forget();
    }
    if (second >= this.last - MAX_SECONDS) {
      let counts = this.seconds.get(second);
      if (!counts) {
        counts = new Map();
        this.seconds.set(second, counts);
        this.first = Math.min(this.first, second);
      }
      counts.set(table, (counts.get(table) ?? 0) + events);
    }
  }

  facts(): RateFacts {
    const firstSecond = Math.max(0, Math.min(this.first, this.last), this.last - MAX_SECONDS);
    const rows = new Map<number, number[]>();
    for (const [second, counts] of this.seconds) {
      for (const [table, count] of second < firstSecond ? [] : counts) {
        const row = rows.get(table) ?? new Array<number>(this.last - firstSecond + 1).fill(0);
        row[second - firstSecond] = count;
        rows.set(table, row);
      }
    }
    return {
      firstSecond,
      tables: [...rows]
        .sort(([a], [b]) => a - b)
        .map(([table, perSecond]) => ({ table, perSecond })),
    };
  }

  private forget(): void {
    if (this.seconds.size > 2 * MAX_SECONDS) {
      for (const second of this.seconds.keys()) {
        if (second < this.last - MAX_SECONDS) {
          this.seconds.delete(second);
        }
      }
    }
  }
}
