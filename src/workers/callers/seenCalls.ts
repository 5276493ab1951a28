/** Calls that are told apart, a power of two: of two with one slot the later one is kept. */
const SLOTS = 4096;
/** After so long, in ms, a call is looked at again: its process may run another program. */
const FRESH_MS = 100;

/** Calls that were looked at a moment ago: callers come again and again, and looking at each would double the cost of an event. */
export class SeenCalls {
  private readonly threads = new Int32Array(SLOTS);
  private readonly addresses = new Float64Array(SLOTS);
  private since = -Infinity;

  /** Forgets all now and then; to be called before each batch. */
  begin(now: number): void {
    if (now - this.since > FRESH_MS) {
      this.since = now;
      this.addresses.fill(0);
    }
  }

  /** Whether a call is new, which it is not the next time. */
  isNew(thread: number, address: number): boolean {
    const slot = ((address ^ (thread << 5)) >>> 0) & (SLOTS - 1);
    if (this.addresses[slot] === address && this.threads[slot] === thread) {
      return false;
    }
    this.addresses[slot] = address;
    this.threads[slot] = thread;
    return true;
  }
}
