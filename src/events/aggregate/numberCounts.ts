import type { EventField } from '../eventFormat';
import { Histogram } from '../histogram';
import { LinearBins } from '../linearBins';
import { type ReadIntegers, readIntegers } from '../readIntegers';
import type { Records } from '../records';
import type { ValueCounts } from '../valueCounts';
import { valueText } from '../valueText';
import { wordValue } from '../wordColumn';
import type { FieldCounts } from './fieldCounts';
import { WordCounts } from './wordCounts';

const HALF = 2 ** 32;

/** Counts numbers; of those beyond the first different ones it is known how large they are. */
export class NumberCounts implements FieldCounts {
  private readonly words = new WordCounts();
  private readonly histogram = new Histogram();
  private readonly bins = new LinearBins();
  private lows = new Int32Array(0);
  private highs = new Int32Array(0);
  private readonly read: ReadIntegers;

  constructor(
    private readonly field: Pick<EventField, 'offset' | 'elementSize' | 'signed' | 'base'>,
    private readonly littleEndian: boolean,
  ) {
    const { elementSize } = field;
    this.read = readIntegers({ elementSize: elementSize === 8 ? 4 : elementSize }, littleEndian);
  }

  add(records: Records): void {
    const { count } = records;
    const { offset, elementSize } = this.field;
    if (count > this.lows.length) {
      this.lows = new Int32Array(count * 2);
      this.highs = new Int32Array(count * 2);
    }
    // The upper halves of shorter numbers stay 0: the sign is looked at where the value is told.
    if (elementSize === 8) {
      this.read(records, 0, count, offset + (this.littleEndian ? 4 : 0), this.highs, 0);
    }
    const low = elementSize === 8 && !this.littleEndian ? offset + 4 : offset;
    this.read(records, 0, count, low, this.lows, 0);
    this.addOthers(this.words.add(this.lows, this.highs, count));
  }

  tell(counts: ValueCounts): void {
    const values: (readonly [number | bigint, number])[] = [];
    this.words.forEach((low, high, count) => values.push([this.value(low, high), count]));
    // In an order that stays while more come.
    for (const [value, count] of values.sort(([a], [b]) => (a < b ? -1 : 1))) {
      counts.add(valueText(value, this.field), Number(value), count);
    }
    counts.addOthers(this.histogram, this.bins);
  }

  /** How many came that are not told each. */
  get others(): number {
    return this.histogram.count;
  }

  /** Numbers that are told each, of 32 bits. */
  forEach(visit: (value: number, count: number) => void): void {
    this.words.forEach((low, high, count) => {
      visit(Number(this.value(low, high)), count);
    });
  }

  /** Counts the first `count` numbers, which are not told each. */
  private addOthers(count: number): void {
    const { lows, highs, histogram, bins } = this;
    const { elementSize, signed } = this.field;
    for (let at = 0; at < count; at++) {
      const low = lows[at] ?? 0;
      const high = highs[at] ?? 0;
      // As a number at once: of 64 bits it is rounded as one that was made of a bigint.
      const value =
        elementSize === 8
          ? (signed ? high : high >>> 0) * HALF + (low >>> 0)
          : Number(this.value(low, high));
      histogram.add(value);
      bins.add(value);
    }
  }

  private value(low: number, high: number): number | bigint {
    const { elementSize, signed } = this.field;
    if (elementSize === 8) {
      return wordValue(low >>> 0, high, signed);
    }
    const shift = 32 - elementSize * 8;
    return signed ? (low << shift) >> shift : low >>> 0;
  }
}
