import { SerialQueue, type HitTrigger } from '../tracefs';

/**
 * Hits of one static tracepoint while it was armed, which the kernel's profiles do not list. What counts them comes
 * and goes with its being armed, as it would keep a disarmed one armed.
 */
export class TracepointHits {
  /** Those of the times that are over; `null` once a time could not be counted. */
  private before: bigint | null = 0n;
  private isCounting = false;
  private readonly queue = new SerialQueue();

  constructor(private readonly trigger: HitTrigger) {}

  /** Before it is armed, so that no hit is left out. A kernel that refuses makes the count unknown. */
  begin(): Promise<void> {
    return this.queue.run(async () => {
      if (this.isCounting) {
        return;
      }
      try {
        await this.trigger.set();
        this.isCounting = true;
      } catch {
        this.before = null;
      }
    });
  }

  /** After it was disarmed. Rejects with `TracefsError` where it stays armed, as the counting cannot be ended. */
  end(): Promise<void> {
    return this.queue.run(async () => {
      if (this.isCounting) {
        const { before } = this;
        this.before = sum(before, this.trigger.hits());
        this.isCounting = false;
        try {
          await this.trigger.remove();
        } catch (error) {
          this.before = before;
          this.isCounting = true;
          throw error;
        }
      }
    });
  }

  /** All of them; `null` is "unknown". */
  get total(): bigint | null {
    return sum(this.before, this.isCounting ? this.trigger.hits() : 0n);
  }
}

function sum(before: bigint | null, now: bigint | null): bigint | null {
  return before === null || now === null ? null : before + now;
}
