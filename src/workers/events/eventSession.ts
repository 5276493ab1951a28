import { RECORDED_LAYOUT } from '../../events/recording/recordedFormat';
import type { MaskTest } from '../../events/masks';
import { parsePageLayout } from '../../tracefs';
import type { RetiredNumber } from '../../protocol/pages';
import type { EventRequests } from '../eventMessages';
import type { ThreadNames } from '../threadNames';
import { Capture, type CaptureOrigin } from './capture';

/** The one capture that the event worker keeps. */
export class EventSession {
  private current: Capture | undefined;
  private isMasked: MaskTest | undefined;

  /** @param now ms of a monotonic clock */
  constructor(
    private readonly threads: ThreadNames,
    private readonly now: () => number,
  ) {}

  /** Lets go of the capture before. */
  begin({ facts, capacity, isLocal }: EventRequests['begin']['params']): Capture {
    const { capture, headerPage, headerEvent, littleEndian, aheadOfMonotonic } = facts;
    const layout = parsePageLayout(headerPage, headerEvent, littleEndian);
    return this.take({
      ...{ number: capture, layout, capacity, isLocal, clockLead: aheadOfMonotonic },
    });
  }

  /** A recording takes the place of a capture. */
  beginRecorded(capacity: number): Capture {
    return this.take({ number: 0, layout: RECORDED_LAYOUT, capacity, isLocal: false });
  }

  /** Keeps no values of such fields any more. */
  mask(isMasked: MaskTest): void {
    this.isMasked = isMasked;
    this.current?.mask(isMasked);
  }

  /** Names of processes by thread. */
  get names(): ThreadNames {
    return this.threads;
  }

  /** Where pages wait long, only some of the rows are kept. @param waited ms */
  behind(waited: number): void {
    this.current?.store.sampling.behind(waited, this.now());
  }

  /** Pages that were given up before they came here. @param bytes of whole sub-buffers */
  leaveOut(capture: number, bytes: number): void {
    if (this.current?.number === capture) {
      this.current.leaveOut(bytes);
    }
  }

  /** Pages of another capture than the one that was begun are let go. */
  takePages(
    capture: number,
    cpu: number,
    dropped: number,
    pages: Uint8Array,
    epoch: number,
    retired: readonly RetiredNumber[],
  ): void {
    if (this.current?.number === capture) {
      this.current.takePages(cpu, dropped, pages, epoch, retired);
    }
  }

  private take(origin: CaptureOrigin): Capture {
    this.current?.close();
    this.current = new Capture(origin, this.threads, this.now);
    if (this.isMasked) {
      this.current.mask(this.isMasked);
    }
    return this.current;
  }

  /** Throws where there is none. */
  get capture(): Capture {
    if (!this.current) {
      throw new Error('No capture was begun.');
    }
    return this.current;
  }
}
