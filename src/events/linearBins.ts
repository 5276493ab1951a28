/** Counts of the numbers from `from` on that are less than `to`. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Bins at most. Many more than bars: what most numbers are is seen though a few are far off. */
const MAX_BINS = 4096;

/** Counts of integers in bins of one width, which doubles whenever they would be too many. */
export class LinearBins {
  private readonly bins = new Map<number, number>();
  /** A power of two: pairs of bins become the bins of twice the width. */
  private width = 1;
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;

  add(value: number): void {
    let bin = Math.floor(value / this.width);
    while (Math.max(this.last, bin) - Math.min(this.first, bin) >= MAX_BINS) {
      this.widen();
      bin = Math.floor(value / this.width);
    }
    this.first = Math.min(this.first, bin);
    this.last = Math.max(this.last, bin);
    this.bins.set(bin, (this.bins.get(bin) ?? 0) + 1);
  }

  /** At most `bars` of one width up to about `upTo`, and one more for all that is beyond. */
  bars(bars: number, upTo = Number.POSITIVE_INFINITY): Bar[] {
    if (this.bins.size === 0) {
      return [];
    }
    const { first, width } = this;
    const last = Math.min(this.last, Math.max(first, Math.floor(upTo / width)));
    const step = Math.ceil((last - first + 1) / bars);
    const length = Math.ceil((last - first + 1) / step);
    const counts = new Array<number>(length).fill(0);
    let beyond = 0;
    for (const [bin, count] of this.bins) {
      const at = Math.floor((bin - first) / step);
      if (at < length) {
        counts[at] = (counts[at] ?? 0) + count;
      } else {
        beyond += count;
      }
    }
    const edge = (at: number): number => (first + at * step) * width;
    return [
      ...counts.map((count, at) => ({ from: edge(at), to: edge(at + 1), count })),
      ...(beyond > 0 ? [{ from: edge(length), to: (this.last + 1) * width, count: beyond }] : []),
    ];
  }

  private widen(): void {
    const old = [...this.bins];
    this.bins.clear();
    this.width *= 2;
    for (const [bin, count] of old) {
      const wider = Math.floor(bin / 2);
      this.bins.set(wider, (this.bins.get(wider) ?? 0) + count);
    }
    this.first = Math.floor(this.first / 2);
    this.last = Math.floor(this.last / 2);
  }
}
