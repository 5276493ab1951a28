import { Histogram } from '../histogram';
import { LinearBins } from '../linearBins';
import { type ColumnFacts, ValueCounts } from '../valueCounts';
import { WordCounts } from './wordCounts';

const HALF = 2 ** 32;
/** Durations that are counted at once. */
const BATCH = 1024;

/** How often durations came, in whole ns; of those beyond the first different ones it is known how long they are. */
export class DurationCounts {
  private readonly words = new WordCounts();
  private readonly histogram = new Histogram();
  private readonly bins = new LinearBins();
  private readonly lows = new Int32Array(BATCH);
  private readonly highs = new Int32Array(BATCH);
  private waiting = 0;

  /** @param took ns, from 0 on */
  add(took: number): void {
    this.lows[this.waiting] = took % HALF;
    this.highs[this.waiting] = took / HALF;
    if (++this.waiting === BATCH) {
      this.flush();
    }
  }

  facts(column: string, limit: number): ColumnFacts {
    this.flush();
    const values: (readonly [number, number])[] = [];
    this.words.forEach((low, high, count) => values.push([this.value(low, high), count]));
    const counts = new ValueCounts();
    // In an order that stays while more come.
    for (const [value, count] of values.sort(([a], [b]) => a - b)) {
      counts.add(String(value), value, count);
    }
    counts.addOthers(this.histogram, this.bins);
    return counts.facts(column, limit);
  }

  private value(low: number, high: number): number {
    return high * HALF + (low >>> 0);
  }

  private flush(): void {
    const left = this.words.add(this.lows, this.highs, this.waiting);
    for (let at = 0; at < left; at++) {
      const value = this.value(this.lows[at] ?? 0, this.highs[at] ?? 0);
      this.histogram.add(value);
      this.bins.add(value);
    }
    this.waiting = 0;
  }
}
