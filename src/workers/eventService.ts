import { callerHandlers } from './events/callerHandlers';
import { captureHandlers } from './events/captureHandlers';
import { EventSession } from './events/eventSession';
import type { Handlers } from './events/handlers';
import { recordingHandlers } from './events/recordingHandlers';
import { saveHandlers } from './events/saveHandlers';
import { stackHandlers } from './events/stackHandlers';
import { summaryHandlers } from './events/summaryHandlers';
import { viewHandlers } from './events/viewHandlers';
import type { RetiredNumber } from '../protocol/pages';
import type { ThreadNames } from './threadNames';

/** What the event worker does: keeps the events of one capture and answers about them. */
export class EventService {
  readonly handlers;
  private readonly session: EventSession;

  constructor(threads: ThreadNames, now: () => number = () => performance.now()) {
    this.session = new EventSession(threads, now);
    this.handlers = {
      ...captureHandlers(this.session),
      ...callerHandlers(this.session),
      ...stackHandlers(this.session),
      ...viewHandlers(this.session),
      ...summaryHandlers(this.session),
      ...recordingHandlers(this.session),
      ...saveHandlers(this.session),
    } satisfies Handlers;
  }

  /** @param waited ms that the pages which come next have waited */
  behind(waited: number): void {
    this.session.behind(waited);
  }

  /** Pages that were given up before they came here. @param bytes of whole sub-buffers */
  leaveOut(capture: number, bytes: number): void {
    this.session.leaveOut(capture, bytes);
  }

  /** Pages of another capture than the one that was begun are let go. */
  takePages(
    capture: number,
    cpu: number,
    dropped: number,
    pages: Uint8Array,
    epoch = 0,
    retired: readonly RetiredNumber[] = [],
  ): void {
    this.session.takePages(capture, cpu, dropped, pages, epoch, retired);
  }
}
