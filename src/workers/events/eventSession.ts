import type { EventRequests } from '../eventMessages';
import type { ThreadNames } from '../threadNames';
import { Capture } from './capture';

/** The one capture that the event worker keeps. */
export class EventSession {
  private current: Capture | undefined;

  /** @param now ms of a monotonic clock */
  constructor(
    private readonly threads: ThreadNames,
    private readonly now: () => number,
  ) {}

  /** Lets go of the capture before. */
  begin(params: EventRequests['begin']['params']): Capture {
    this.current = new Capture(params, this.threads, this.now);
    return this.current;
  }

  /** Pages of another capture than the one that was begun are let go. */
  takePages(capture: number, cpu: number, dropped: number, pages: Uint8Array): void {
    if (this.current?.number === capture) {
      this.current.takePages(cpu, dropped, pages);
    }
  }

  /** Throws where there is none. */
  get capture(): Capture {
    if (!this.current) {
      throw new Error('No capture was begun.');
    }
    return this.current;
  }
}
