import type { HelperClient } from '../../protocol/client';
import type { CaptureFacts } from '../../protocol/capture';
import type { PagesFrame } from '../../protocol/pages';
import { SerialQueue } from '../../tracefs';

/** Room for events between two looks of the helper, in KiB per CPU: a second of some 300,000 a second. */
const BUFFER_KIB = 8192;

/** What a capture asks of the helper. */
export type CaptureHelper = Pick<HelperClient, 'request' | 'onPages'>;

/** Takes the pages of a capture. They share memory with what arrives later: who keeps them copies them. */
export type TakePages = (frame: PagesFrame) => void;

/** One member's part in the capture. */
export interface CaptureShare {
  readonly helper: CaptureHelper;
  readonly facts: CaptureFacts;
  /** The last one to leave stops the capture. */
  leave(): Promise<void>;
}

interface Running {
  readonly helper: CaptureHelper;
  readonly facts: CaptureFacts;
  readonly members: Set<TakePages>;
  readonly stopListening: () => void;
}

/** The helper captures once at a time: whoever looks at events shares that capture. */
export class CaptureHub {
  private running: Running | undefined;
  private readonly tasks = new SerialQueue();

  /**
   * Joins the capture of `helper`, which begins with the first. Rejects with a `HelperError`. No page is
   * taken before whoever waits for the answer had it.
   */
  join(helper: CaptureHelper, take: TakePages): Promise<CaptureShare> {
    return this.tasks.run(async () => {
      if (this.running?.helper !== helper) {
        // A helper that is gone took its capture with it.
        this.running?.stopListening();
        this.running = await begin(helper);
      }
      const { running } = this;
      running.members.add(take);
      return { helper, facts: running.facts, leave: () => this.leave(running, take) };
    });
  }

  private leave(from: Running, take: TakePages): Promise<void> {
    return this.tasks.run(async () => {
      from.members.delete(take);
      if (from.members.size === 0 && this.running === from) {
        this.running = undefined;
        from.stopListening();
        await from.helper.request('stopCapture', {});
      }
    });
  }
}

async function begin(helper: CaptureHelper): Promise<Running> {
  const members = new Set<TakePages>();
  // Pages may come before the answer that says what they are.
  const early: PagesFrame[] = [];
  let deliver = (frame: PagesFrame): unknown =>
    early.push({ ...frame, pages: Buffer.from(frame.pages) });
  const listening = helper.onPages(frame => deliver(frame));
  try {
    const facts = await helper.request('startCapture', { bufferKib: BUFFER_KIB });
    deliver = frame => {
      if (frame.capture === facts.capture) {
        members.forEach(take => {
          take(frame);
        });
      }
    };
    setImmediate(() => {
      early.forEach(frame => deliver(frame));
    });
    return { helper, facts, members, stopListening: () => listening.dispose() };
  } catch (error) {
    listening.dispose();
    throw error;
  }
}
