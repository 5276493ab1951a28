import { MAX_VALUES } from '../valueCounts';

const FIRST_SLOTS = 64;

/** How often numbers of 64 bits came, as two halves: a table of open addresses, without an object for each. */
export class WordCounts {
  private lows = new Int32Array(FIRST_SLOTS);
  private highs = new Int32Array(FIRST_SLOTS);
  /** 0 where a slot is free. */
  private counts = new Float64Array(FIRST_SLOTS);
  private used = 0;

  /** Counts the first `count` numbers; `overflow` gets those that there is no room for. */
  add(
    lows: Int32Array,
    highs: Int32Array,
    count: number,
    overflow: (low: number, high: number) => void,
  ): void {
    let slot = 0;
    for (let at = 0; at < count; at++) {
      const low = lows[at] ?? 0;
      const high = highs[at] ?? 0;
      // The same number often comes again and again.
      if (low !== this.lows[slot] || high !== this.highs[slot] || this.counts[slot] === 0) {
        slot = this.find(low, high);
      }
      const before = this.counts[slot] ?? 0;
      if (before === 0 && this.used === MAX_VALUES) {
        overflow(low, high);
        continue;
      }
      this.counts[slot] = before + 1;
      if (before === 0) {
        this.lows[slot] = low;
        this.highs[slot] = high;
        this.used++;
        this.grow();
      }
    }
  }

  forEach(visit: (low: number, high: number, count: number) => void): void {
    this.counts.forEach((count, slot) => {
      if (count > 0) {
        visit(this.lows[slot] ?? 0, this.highs[slot] ?? 0, count);
      }
    });
  }

  /** The slot of a number, or the free one where it would be. */
  private find(low: number, high: number): number {
    const { lows, highs, counts } = this;
    const mask = counts.length - 1;
    const hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (counts[slot] !== 0 && (lows[slot] !== low || highs[slot] !== high)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private grow(): void {
    const { lows, highs, counts } = this;
    if (this.used * 2 > counts.length) {
      this.lows = new Int32Array(counts.length * 2);
      this.highs = new Int32Array(counts.length * 2);
      this.counts = new Float64Array(counts.length * 2);
      counts.forEach((count, old) => {
        if (count > 0) {
          const slot = this.find(lows[old] ?? 0, highs[old] ?? 0);
          this.lows[slot] = lows[old] ?? 0;
          this.highs[slot] = highs[old] ?? 0;
          this.counts[slot] = count;
        }
      });
    }
  }
}
