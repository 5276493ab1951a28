/** Return probes nest so deep at most (`MAX_URETPROBE_DEPTH` in include/linux/uprobes.h). */
const MAX_DEPTH = 64;

/** Threads with open calls; of those that end within a call the return never comes. */
const MAX_THREADS = 1 << 16;

/** Where and when a call began. */
export interface CallBegin {
  readonly table: number;
  readonly row: number;
  /** ns */
  readonly time: number;
}

/** The calls of one function that have not returned yet, by thread; bounded, whatever threads do. */
export class OpenCalls {
  /** The innermost last. Threads whose first open call is the oldest come first. */
  private readonly byThread = new Map<number, CallBegin[]>();

  /** @param lost called for each call that is given up */
  constructor(
    private readonly lost: () => void,
    private readonly maxThreads = MAX_THREADS,
  ) {}

  get threads(): number {
    return this.byThread.size;
  }

  enter(thread: number, begin: CallBegin): void {
    const calls = this.byThread.get(thread);
    if (!calls) {
      this.byThread.set(thread, [begin]);
      this.bound();
    } else if (calls.push(begin) > MAX_DEPTH) {
      calls.shift();
      this.lost();
    }
  }

  /** The innermost call of the thread, which is open no more. */
  leave(thread: number): CallBegin | undefined {
    const calls = this.byThread.get(thread);
    const begin = calls?.pop();
    if (calls?.length === 0) {
      this.byThread.delete(thread);
    }
    return begin;
  }

  private bound(): void {
    if (this.byThread.size > this.maxThreads) {
      for (const [thread, calls] of this.byThread) {
        calls.forEach(() => this.lost());
        this.byThread.delete(thread);
        return;
      }
    }
  }
}
