import type { Bar } from './linearBins';

/** Steps within each power of two: a value is known to 1/16. */
const STEPS = 16;
/** What IEEE 754 adds to the exponent of a number of 64 bits. */
const EXPONENT_OF_1 = 1023;
/** Numbers have 64 bits at most. */
const MAX_BUCKET = 64 * STEPS;

/**
 * Counts of positive and negative numbers in steps that grow with the number, so that any percentile is
 * within a sixteenth of the true one in little memory.
 */
export class Histogram {
  count = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  private sum = 0;
  private readonly bits = new DataView(new ArrayBuffer(8));
  /** Counts of the buckets from -MAX_BUCKET on. */
  private readonly buckets = new Float64Array(2 * MAX_BUCKET + 1);

  get mean(): number {
    return this.count === 0 ? 0 : this.sum / this.count;
  }

  /** @param times how often the value came */
  add(value: number, times = 1): void {
    this.count += times;
    this.sum += value * times;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
    const at = MAX_BUCKET + this.bucketOf(value);
    this.buckets[at] = (this.buckets[at] ?? 0) + times;
  }

  /** Adds what another one counted. */
  merge(other: Histogram): void {
    this.count += other.count;
    this.sum += other.sum;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    other.buckets.forEach((count, at) => {
      this.buckets[at] = (this.buckets[at] ?? 0) + count;
    });
  }

  /** The value that the `part` (0 to 1) smallest do not exceed, to 1/16; undefined where there is none. */
  percentile(part: number): number | undefined {
    let left = Math.max(1, Math.ceil(this.count * part));
    for (const [bucket, count] of this.filled()) {
      left -= count;
      if (left <= 0) {
        return Math.min(this.max, Math.max(this.min, upperEdge(bucket)));
      }
    }
    return undefined;
  }

  /** Counts of integers by power of two. */
  powersOfTwo(): Bar[] {
    const bars = new Map<number, number>();
    for (const [bucket, count] of this.filled()) {
      const bar =
        bucket === 0 ? 0 : Math.sign(bucket) * (Math.floor((Math.abs(bucket) - 1) / STEPS) + 1);
      bars.set(bar, (bars.get(bar) ?? 0) + count);
    }
    return [...bars].sort(([a], [b]) => a - b).map(([bar, count]) => ({ ...edges(bar), count }));
  }

  private filled(): [number, number][] {
    return Array.from(this.buckets, (count, at): [number, number] => [
      at - MAX_BUCKET,
      count,
    ]).filter(([, count]) => count > 0);
  }

  /**
   * 0 for less than 1; else 1 and up, negative for negative numbers. A number of 64 bits (IEEE 754) begins with
   * its power of two, which is followed by its place within that.
   */
  private bucketOf(value: number): number {
    const size = Math.abs(value);
    if (size < 1) {
      return 0;
    }
    this.bits.setFloat64(0, size);
    const bucket = Math.min(MAX_BUCKET, this.bits.getUint16(0) - (EXPONENT_OF_1 * STEPS - 1));
    return value < 0 ? -bucket : bucket;
  }
}

function upperEdge(bucket: number): number {
  if (bucket === 0) {
    return 0;
  }
  const at = Math.abs(bucket) - 1;
  const low = 2 ** Math.floor(at / STEPS) * (1 + (at % STEPS) / STEPS);
  const high = 2 ** Math.floor(at / STEPS) * (1 + ((at % STEPS) + 1) / STEPS);
  return bucket > 0 ? high : -low;
}

function edges(bar: number): { from: number; to: number } {
  if (bar === 0) {
    return { from: 0, to: 1 };
  }
  const low = 2 ** (Math.abs(bar) - 1);
  return bar > 0 ? { from: low, to: low * 2 } : { from: 1 - low * 2, to: 1 - low };
}
