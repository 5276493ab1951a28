import type { Unsubscribe } from './signal';

/** Repeats some work while somebody looks at its result, one run at a time. */
export class Poller {
  private watchers = 0;
  private timer: NodeJS.Timeout | undefined;
  private running = false;

  /** @param interval from the end of one run to the start of the next, in ms. */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly interval: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Somebody looks until they dispose what is returned. */
  watch(): Unsubscribe {
    this.watchers++;
    this.wake();
    let watching = true;
    return {
      dispose: () => {
        if (watching) {
          watching = false;
          this.watchers--;
        }
      },
    };
  }

  /** Runs at once, if somebody looks and it is not running. */
  wake(): void {
    if (!this.running) {
      clearTimeout(this.timer);
      void this.run();
    }
  }

  dispose(): void {
    this.watchers = 0;
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    if (this.watchers === 0) {
      return;
    }
    this.running = true;
    try {
      await this.work();
    } catch (error) {
      this.onError(error);
    } finally {
      this.running = false;
    }
    this.timer = setTimeout(() => void this.run(), this.interval);
  }
}
