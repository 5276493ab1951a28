import { MAX_VALUES } from '../valueCounts';

const FIRST_SLOTS = 64;
/** Bits that tell most numbers which are not in a full table without a look at it: they stay in the CPU's cache. */
const FILTER_BITS = 1 << 16;

/** How often numbers of 64 bits came, as two halves: a table of open addresses, without an object for each. */
export class WordCounts {
  private lows = new Int32Array(FIRST_SLOTS);
  private highs = new Int32Array(FIRST_SLOTS);
  /** 0 where a slot is free. */
  private counts = new Float64Array(FIRST_SLOTS);
  private used = 0;
  /** Bits of the numbers in a table that is full. */
  private filter: Uint32Array | undefined;

  /**
   * Counts the first `count` numbers. Those that there is no room for are moved to the front, in their order; returns
   * how many these are.
   */
  add(lows: Int32Array, highs: Int32Array, count: number): number {
    let left = 0;
    for (let at = 0; at < count;) {
      const low = lows[at] ?? 0;
      const high = highs[at] ?? 0;
      const begin = at++;
      // The same number often comes again and again.
      while (at < count && lows[at] === low && highs[at] === high) {
        at++;
      }
      if (!this.place(low, high, at - begin)) {
        for (let same = begin; same < at; same++, left++) {
          lows[left] = low;
          highs[left] = high;
        }
      }
    }
    return left;
  }

  /** Counts a number that came so often; false where there is no room for it. */
  private place(low: number, high: number, times: number): boolean {
    if (this.filter && !hasBit(this.filter, hashOf(low, high))) {
      return false;
    }
    const slot = this.find(low, high);
    const before = this.counts[slot] ?? 0;
    if (before === 0) {
      if (this.used === MAX_VALUES) {
        return false;
      }
      this.lows[slot] = low;
      this.highs[slot] = high;
      this.used++;
    }
    this.counts[slot] = before + times;
    if (before === 0) {
      this.grow();
      this.fill();
    }
    return true;
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
    let slot = hashOf(low, high) & mask;
    while (counts[slot] !== 0 && (lows[slot] !== low || highs[slot] !== high)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private fill(): void {
    if (this.used === MAX_VALUES) {
      const filter = new Uint32Array(FILTER_BITS / 32);
      this.forEach((low, high) => {
        const bit = hashOf(low, high) >>> 16;
        filter[bit >>> 5] = (filter[bit >>> 5] ?? 0) | (1 << (bit & 31));
      });
      this.filter = filter;
    }
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

function hashOf(low: number, high: number): number {
  const hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  return hash ^ (hash >>> 15);
}

function hasBit(filter: Uint32Array, hash: number): boolean {
  const bit = hash >>> 16;
  return ((filter[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
}
