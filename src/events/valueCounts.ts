import { Histogram } from './histogram';
import { LinearBins, type Bar } from './linearBins';

/** Different values that are counted; further ones are told as others. */
export const MAX_VALUES = 10_000;
/** Bars of one width; those of powers of two are as many as there are. */
const LINEAR_BARS = 24;
/** Bars of one width stop where a hundredth of the numbers would make them this much wider. */
const FAR_OFF = 2;

/** Answers about one column of events. */
export interface ColumnFacts {
  readonly column: string;
  /** Events that have the column. */
  readonly count: number;
  /** Values by how often they came, the most first. */
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
    /** By power of two. */
    readonly bars: readonly Bar[];
    /** Of one width; what is far off is in the last one. */
    readonly linear: readonly Bar[];
  };
}

/** How often values came. */
export class ValueCounts {
  private readonly values = new Map<string, number>();
  private readonly histogram = new Histogram();
  private readonly bins = new LinearBins();
  private others = 0;
  private count = 0;

  /** Counts a value that came so often; `value` where it is a number. */
  add(text: string, value?: number, times = 1): void {
    const known = this.values.get(text);
    if (known !== undefined || this.values.size < MAX_VALUES) {
      this.values.set(text, (known ?? 0) + times);
    } else {
      this.others += times;
    }
    this.count += times;
    if (value !== undefined) {
      this.histogram.add(value, times);
      this.bins.add(value, times);
    }
  }

  /** Counts values that are not told each. */
  addUntold(times: number): void {
    this.count += times;
    this.others += times;
  }

  /** Counts numbers that are not told each. */
  addOthers(histogram: Histogram, bins: LinearBins): void {
    this.addUntold(histogram.count);
    this.histogram.merge(histogram);
    this.bins.merge(bins);
  }

  /** `limit`: values at the top. */
  facts(column: string, limit: number): ColumnFacts {
    const { histogram } = this;
    const p99 = histogram.percentile(0.99) ?? 0;
    const isFar = histogram.max - histogram.min > FAR_OFF * (p99 - histogram.min);
    return {
      column,
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
          p99,
          bars: histogram.powersOfTwo(),
          linear: this.bins.bars(LINEAR_BARS, isFar ? p99 : histogram.max),
        },
      }),
    };
  }
}
