/** Counts of the numbers from `from` on that are less than `to`. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Bins at most. Many more than bars: what most numbers are is seen though a few are far off. */
const MAX_BINS = 4096;
const MASK = MAX_BINS - 1;

/** Counts of integers in bins of one width, which doubles whenever they would be too many. */
export class LinearBins {
  /** Each bin at its number's lower bits: no two of those from `first` to `last` have the same. */
  private bins = new Float64Array(MAX_BINS);
  /** A power of two: pairs of bins become the bins of twice the width. */
  private width = 1;
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;

  /** @param times how often the value came */
  add(value: number, times = 1): void {
    let bin = Math.floor(value / this.width);
    if (bin >= this.first && bin <= this.last) {
      this.bins[bin & MASK] = (this.bins[bin & MASK] ?? 0) + times;
      return;
    }
    while (
      Math.max(this.last, bin) - Math.min(this.first, bin) >= MAX_BINS ||
      !Number.isSafeInteger(bin)
    ) {
      this.widen();
      bin = Math.floor(value / this.width);
    }
    this.first = Math.min(this.first, bin);
    this.last = Math.max(this.last, bin);
    this.bins[bin & MASK] = (this.bins[bin & MASK] ?? 0) + times;
  }

  /** Adds what another one counted. */
  merge(other: LinearBins): void {
    while (this.width < other.width) {
      this.widen();
    }
    other.forEach((bin, count) => this.add(bin * other.width, count));
  }

  /** At most `bars` of one width up to about `upTo`, and one more for all that is beyond. */
  bars(bars: number, upTo = Number.POSITIVE_INFINITY): Bar[] {
    if (this.last < this.first) {
      return [];
    }
    const { first, width } = this;
    const last = Math.min(this.last, Math.max(first, Math.floor(upTo / width)));
    const step = Math.ceil((last - first + 1) / bars);
    const length = Math.ceil((last - first + 1) / step);
    const counts = new Array<number>(length).fill(0);
    let beyond = 0;
    this.forEach((bin, count) => {
      const at = Math.floor((bin - first) / step);
      if (at < length) {
        counts[at] = (counts[at] ?? 0) + count;
      } else {
        beyond += count;
      }
    });
    const edge = (at: number): number => (first + at * step) * width;
    return [
      ...counts.map((count, at) => ({ from: edge(at), to: edge(at + 1), count })),
      ...(beyond > 0 ? [{ from: edge(length), to: (this.last + 1) * width, count: beyond }] : []),
    ];
  }

  private forEach(visit: (bin: number, count: number) => void): void {
    for (let at = 0; at <= this.last - this.first; at++) {
      const bin = this.first + at;
      const count = this.bins[bin & MASK] ?? 0;
      if (count > 0) {
        visit(bin, count);
      }
    }
  }

  private widen(): void {
    const bins = new Float64Array(MAX_BINS);
    this.forEach((bin, count) => {
      const at = Math.floor(bin / 2) & MASK;
      bins[at] = (bins[at] ?? 0) + count;
    });
    this.bins = bins;
    this.width *= 2;
    this.first = Math.floor(this.first / 2);
    this.last = Math.floor(this.last / 2);
  }
}
