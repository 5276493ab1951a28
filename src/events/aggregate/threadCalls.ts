/** Return probes nest so deep at most (`MAX_URETPROBE_DEPTH` in include/linux/uprobes.h). */
const MAX_DEPTH = 64;
const MAX_THREADS = 1 << 14;
const FIRST_THREADS = 16;

/**
 * When the calls of one function began that have not returned yet, by thread: as `OpenCalls`, without an object for each
 * call. Where there are too many threads, all calls are given up.
 */
export class ThreadCalls {
  private readonly slots = new Map<number, number>();
  /** By slot: how many calls are open, and when each began (ns), the innermost last. */
  private depths = new Uint8Array(FIRST_THREADS);
  private times = new Float64Array(FIRST_THREADS * MAX_DEPTH);
  private lastThread = Number.NaN;
  private lastSlot = 0;

  enter(thread: number, time: number): void {
    const slot = this.slot(thread);
    const depth = this.depths[slot] ?? 0;
    const from = slot * MAX_DEPTH;
    if (depth === MAX_DEPTH) {
      this.times.copyWithin(from, from + 1, from + MAX_DEPTH);
      this.times[from + MAX_DEPTH - 1] = time;
    } else {
      this.times[from + depth] = time;
      this.depths[slot] = depth + 1;
    }
  }

  /** When the thread's innermost call began, which is open no more; NaN where none is. */
  leave(thread: number): number {
    const slot = this.slot(thread);
    const depth = this.depths[slot] ?? 0;
    if (depth === 0) {
      return Number.NaN;
    }
    this.depths[slot] = depth - 1;
    return this.times[slot * MAX_DEPTH + depth - 1] ?? Number.NaN;
  }

  clear(): void {
    this.depths.fill(0);
  }

  private slot(thread: number): number {
    if (thread !== this.lastThread) {
      this.lastSlot = this.slots.get(thread) ?? this.newSlot(thread);
      this.lastThread = thread;
    }
    return this.lastSlot;
  }

  private newSlot(thread: number): number {
    if (this.slots.size === MAX_THREADS) {
      this.slots.clear();
      this.clear();
    }
    const slot = this.slots.size;
    this.slots.set(thread, slot);
    if (slot === this.depths.length) {
      const { depths, times } = this;
      this.depths = new Uint8Array(slot * 2);
      this.depths.set(depths);
      this.times = new Float64Array(slot * 2 * MAX_DEPTH);
      this.times.set(times);
    }
    return slot;
  }
}
