import type { Bar } from './linearBins';

/** Steps within each power of two: a value is known to 1/16. */
const STEPS = 16;

/**
 * Counts of positive and negative numbers in steps that grow with the number, so that any percentile is
 * within a sixteenth of the true one in little memory.
 */
export class Histogram {
  count = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  private sum = 0;
  private readonly buckets = new Map<number, number>();

  get mean(): number {
    return this.count === 0 ? 0 : this.sum / this.count;
  }

  add(value: number): void {
    this.count++;
    this.sum += value;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
    const bucket = bucketOf(value);
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1);
  }

  /** The value that the `part` (0 to 1) smallest do not exceed, to 1/16; undefined where there is none. */
  percentile(part: number): number | undefined {
    let left = Math.max(1, Math.ceil(this.count * part));
    for (const [bucket, count] of this.sorted()) {
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
    for (const [bucket, count] of this.buckets) {
      const bar =
        bucket === 0 ? 0 : Math.sign(bucket) * (Math.floor((Math.abs(bucket) - 1) / STEPS) + 1);
      bars.set(bar, (bars.get(bar) ?? 0) + count);
    }
    return [...bars].sort(([a], [b]) => a - b).map(([bar, count]) => ({ ...edges(bar), count }));
  }

  private sorted(): [number, number][] {
    return [...this.buckets].sort(([a], [b]) => a - b);
  }
}

/** 0 for less than 1; else 1 and up, negative for negative numbers. */
function bucketOf(value: number): number {
  const size = Math.abs(value);
  if (size < 1) {
    return 0;
  }
  const power = Math.floor(Math.log2(size));
  const step = Math.min(STEPS - 1, Math.floor((size / 2 ** power - 1) * STEPS));
  return Math.sign(value) * (power * STEPS + step + 1);
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
