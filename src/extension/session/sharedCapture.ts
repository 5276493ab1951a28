import type { CaptureCounts, CaptureFacts, StartCapture } from '../../protocol/capture';
import type { PagesFrame } from '../../protocol/pages';
import type { HelperClient, Listening } from '../../protocol/client';
import { parsePageLayout } from '../../tracefs';

/** What a capture asks of the helper. */
export type CaptureHelper = Pick<HelperClient, 'request' | 'onPages' | 'onNotification'>;

/** Takes the pages of a capture. They share memory with what arrives later: who keeps them copies them. */
export type TakePages = (frame: PagesFrame) => void;

/** Without a page for so long, in ms, those that are missing are not waited for. */
const QUIET_MS = 2000;

/** A capture that runs, for all who look at it. */
export class SharedCapture {
  readonly members = new Set<TakePages>();
  /** Sub-buffers that came. */
  private received = 0;
  private wake: () => void = () => undefined;

  private constructor(
    readonly helper: CaptureHelper,
    readonly facts: CaptureFacts,
    readonly isRecorder: boolean,
    private readonly pageSize: number,
    private readonly listening: Listening,
  ) {}

  /** Rejects with a `HelperError`. */
  static async begin(helper: CaptureHelper, choice: StartCapture): Promise<SharedCapture> {
    // Pages may come before the answer that says what they are.
    const early: PagesFrame[] = [];
    let deliver = (frame: PagesFrame): unknown =>
      early.push({ ...frame, pages: Buffer.from(frame.pages) });
    const listening = helper.onPages(frame => deliver(frame));
    let isStarted = false;
    try {
      const facts = await helper.request('startCapture', choice);
      isStarted = true;
      const { headerPage, headerEvent, littleEndian } = facts;
      const { size } = parsePageLayout(headerPage, headerEvent, littleEndian);
      const capture = new SharedCapture(helper, facts, choice.mode === 'recorder', size, listening);
      deliver = frame => capture.deliver(frame);
      setImmediate(() => {
        early.forEach(frame => deliver(frame));
      });
      return capture;
    } catch (error) {
      listening.dispose();
      await (isStarted ? helper.request('stopCapture', {}).catch(() => undefined) : undefined);
      throw error;
    }
  }

  /** Stops it, and waits for the pages that are on their way. Rejects with a `HelperError`. */
  async stop(): Promise<CaptureCounts> {
    try {
      const counts = await this.helper.request('stopCapture', {});
      const expected = counts.cpus.reduce(
        (sum, { pages, discarded }) => sum + pages - discarded,
        0,
      );
      await this.arrived(expected);
      return counts;
    } finally {
      this.members.clear();
      this.stopListening();
    }
  }

  stopListening(): void {
    this.listening.dispose();
  }

  private deliver(frame: PagesFrame): void {
    if (frame.capture === this.facts.capture) {
      this.received += frame.pages.length / this.pageSize;
      this.members.forEach(take => {
        take(frame);
      });
      this.wake();
    }
  }

  /** Settles when so many have come, or none has come for a while: the helper may be gone. */
  private arrived(expected: number): Promise<void> {
    return new Promise(resolve => {
      const end = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(end, QUIET_MS);
      this.wake = () => {
        timer.refresh();
        if (this.received >= expected) {
          end();
        }
      };
      this.wake();
    });
  }
}
