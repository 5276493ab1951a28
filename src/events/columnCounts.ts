import type { EventFields } from './eventFields';
import { Histogram } from './histogram';
import { LinearBins, type Bar } from './linearBins';

/** Different values that are counted; further ones are counted together. */
const MAX_VALUES = 10_000;
/** Bars of one width; those of powers of two are as many as there are. */
const LINEAR_BARS = 24;
/** Bars of one width stop where a hundredth of the numbers would make them this much wider. */
const FAR_OFF = 2;

/** Answers about one column of the events in a view. */
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

/** Counts the values of one column. */
export class ColumnCounts {
  private readonly values = new Map<string, number>();
  private readonly histogram = new Histogram();
  private readonly bins = new LinearBins();
  private others = 0;
  private count = 0;

  constructor(
    private readonly fields: EventFields,
    readonly column: string,
  ) {}

  add(table: number, row: number): void {
    const reader = this.fields.counted(table, this.column);
    const text = reader?.text(row) ?? '';
    if (!reader || text === '') {
      return;
    }
    this.count++;
    const value = reader.value(row);
    if (typeof value === 'number' || typeof value === 'bigint') {
      this.histogram.add(Number(value));
      this.bins.add(Number(value));
    }
    const known = this.values.get(text);
    if (known !== undefined || this.values.size < MAX_VALUES) {
      this.values.set(text, (known ?? 0) + 1);
    } else {
      this.others++;
    }
  }

  /** `limit`: values at the top. */
  facts(limit: number): ColumnFacts {
    const { histogram } = this;
    const p99 = histogram.percentile(0.99) ?? 0;
    const isFar = histogram.max - histogram.min > FAR_OFF * (p99 - histogram.min);
    return {
      column: this.column,
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
