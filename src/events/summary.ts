import { setImmediate } from 'node:timers/promises';
import type { EventFields } from './eventFields';
import type { EventStore } from './eventStore';
import type { EventView } from './eventView';
import { Histogram } from './histogram';

/** Events looked at in one go. */
const SLICE = 50_000;
/** Different values that are counted; further ones are counted together. */
const MAX_VALUES = 10_000;
/** Seconds of the rate over time. */
const MAX_SECONDS = 600;

/** Answers about one column of the events in a view. */
export interface SummaryFacts {
  /** Events that have the column. */
  readonly count: number;
  /** Values by how often they came, the most first, at most `limit`. */
  readonly top: readonly { readonly value: string; readonly count: number }[];
  /** Events whose value is none of the first 10,000 different ones. */
  readonly others: number;
  /** Where the values are numbers. */
  readonly numbers?: {
    readonly min: number;
    readonly max: number;
    readonly mean: number;
    readonly p50: number;
    readonly p99: number;
    readonly bars: readonly {
      readonly from: number;
      readonly to: number;
      readonly count: number;
    }[];
  };
  /** Events of each second since `firstSecond` of the capture. */
  readonly firstSecond: number;
  readonly perSecond: readonly number[];
}

/** Counts the values of a column over a view, going on where it was. */
export class Summary {
  private readonly values = new Map<string, number>();
  private readonly histogram = new Histogram();
  private readonly seconds = new Map<number, number>();
  private lastSecond = 0;
  private others = 0;
  private count = 0;
  private next = 0;

  constructor(
    private readonly store: EventStore,
    private readonly view: EventView,
    private readonly fields: EventFields,
    private readonly column: string,
  ) {}

  /** Looks at the view's new events, as far as no older ones can come between them; with `all`, at all. */
  async advance(all = false): Promise<void> {
    const settled = this.store.settledEnd(all);
    for (;;) {
      this.next = Math.max(this.next, this.view.firstIndex);
      const end = Math.min(this.view.endIndex, this.next + SLICE);
      while (this.next < end && this.view.position(this.next) < settled) {
        this.add(this.view.position(this.next));
        this.next++;
      }
      if (this.next < end || this.next >= this.view.endIndex) {
        return;
      }
      await setImmediate();
    }
  }

  facts(limit: number): SummaryFacts {
    const { histogram } = this;
    const seconds = [...this.seconds.keys()];
    const last = Math.max(0, ...seconds);
    const firstSecond = Math.max(Math.min(last, ...seconds), last - MAX_SECONDS);
    return {
      count: this.count,
      top: [...this.values]
        .sort(([, a], [, b]) => b - a)
        .slice(0, limit)
        .map(([value, count]) => ({ value, count })),
      others: this.others,
      ...(histogram.count > 0 && {
        numbers: {
          min: histogram.min,
          max: histogram.max,
          mean: histogram.mean,
          p50: histogram.percentile(0.5) ?? 0,
          p99: histogram.percentile(0.99) ?? 0,
          bars: histogram.powersOfTwo(),
        },
      }),
      firstSecond,
      perSecond: Array.from(
        { length: last - firstSecond + 1 },
        (_, at) => this.seconds.get(firstSecond + at) ?? 0,
      ),
    };
  }

  /** Keeps the last ones only: a capture may run for days. */
  private countSecond(second: number): void {
    if (second > this.lastSecond) {
      this.lastSecond = second;
      if (this.seconds.size > 2 * MAX_SECONDS) {
        [...this.seconds.keys()]
          .filter(each => each < second - MAX_SECONDS)
          .forEach(each => this.seconds.delete(each));
      }
    }
    if (second >= this.lastSecond - MAX_SECONDS) {
      this.seconds.set(second, (this.seconds.get(second) ?? 0) + 1);
    }
  }

  private add(position: number): void {
    const { order } = this.store;
    const row = order.row(position);
    const reader = this.fields.counted(order.table(position), this.column);
    const text = reader?.text(row) ?? '';
    if (!reader || text === '') {
      return;
    }
    this.count++;
    this.countSecond(Math.floor(order.time(position) / 1e9));
    const value = reader.value(row);
    if (typeof value === 'number' || typeof value === 'bigint') {
      this.histogram.add(Number(value));
    }
    const known = this.values.get(text);
    if (known !== undefined || this.values.size < MAX_VALUES) {
      this.values.set(text, (known ?? 0) + 1);
    } else {
      this.others++;
    }
  }
}
