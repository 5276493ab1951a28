import type { ThreadOwner } from '../processes/threadOwner';

/** Look-ups that run at a time, and threads that wait for theirs. */
const MAX_RUNNING = 8;
const MAX_WAITING = 4096;
/** Names kept; those that were learnt first go first, and are learnt again where the thread still runs. */
const MAX_NAMES = 1 << 16;

/**
 * Names of processes by thread, looked up when a thread is first seen, and kept after its end. However
 * fast threads come and go, few look-ups run at a time.
 */
export class ThreadNames {
  /** Counts the names that were looked up. */
  version = 0;
  private readonly names = new Map<number, string>();
  private readonly waiting: number[] = [];
  private running = 0;

  constructor(
    private readonly lookUp: (tid: number) => Promise<ThreadOwner | undefined>,
    private readonly maxNames = MAX_NAMES,
  ) {}

  /** `orders 8121`; empty where it is not known. */
  name(thread: number): string {
    return this.names.get(thread) ?? '';
  }

  /** All that are known, by thread. */
  get all(): readonly (readonly [number, string])[] {
    return [...this.names].filter(([, name]) => name !== '');
  }

  /** Looks a thread up that is seen for the first time. Where too many wait it is left for its next event. */
  learn(thread: number): void {
    if (!this.names.has(thread) && this.waiting.length < MAX_WAITING) {
      this.keep(thread, '');
      this.waiting.push(thread);
      this.next();
    }
  }

  /** Takes a name from elsewhere: a recording. */
  keep(thread: number, name: string): void {
    this.names.set(thread, name);
    if (this.names.size > this.maxNames) {
      for (const [oldest] of this.names) {
        this.names.delete(oldest);
        break;
      }
    }
  }

  private next(): void {
    while (this.running < MAX_RUNNING) {
      const thread = this.waiting.shift();
      if (thread === undefined) {
        return;
      }
      this.running++;
      void this.find(thread);
    }
  }

  private async find(thread: number): Promise<void> {
    // A thread without a name is one that ended before it was looked up.
    const owner = await this.lookUp(thread).catch(() => undefined);
    if (owner && this.names.has(thread)) {
      this.names.set(thread, `${owner.name} ${owner.pid}`);
      this.version++;
    }
    this.running--;
    this.next();
  }
}
