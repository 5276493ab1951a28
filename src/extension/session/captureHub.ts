import type { CaptureCounts, CaptureFacts, StartCapture } from '../../protocol/capture';
import type { Listening } from '../../protocol/client';
import { SerialQueue } from '../../tracefs';
import { type CaptureHelper, SharedCapture, type TakePages } from './sharedCapture';

/** Room for events between two looks of the helper, in KiB per CPU: a second of some 300,000 a second. */
export const BUFFER_KIB = 8192;

/** How a capture is made; what is left out is as the settings say. */
export type CaptureChoice = Partial<StartCapture>;

/** One member's part in the capture. */
export interface CaptureShare {
  readonly helper: CaptureHelper;
  readonly facts: CaptureFacts;
  /**
   * Settles when no page comes any more. The last one to leave stops the capture, and learns what was lost
   * in all.
   */
  leave(): Promise<CaptureCounts | undefined>;
}

/** A capture that takes no events any more, and gives what it still holds. */
export interface StoppingCapture {
  /** Settles when it has; never rejects. */
  readonly done: Promise<void>;
  /** Tells how much of it was read, in percent, where that takes a while. */
  readonly onProgress: (listener: (percent: number) => void) => Listening;
}

/** The helper captures once at a time: whoever looks at events shares that capture. */
export class CaptureHub {
  private running: SharedCapture | undefined;
  private readonly tasks = new SerialQueue();

  /** @param settings how a capture is made unless whoever begins it says otherwise */
  constructor(
    private readonly settings: () => Pick<StartCapture, 'bufferKib' | 'clock'> = () => ({
      bufferKib: BUFFER_KIB,
    }),
    private readonly onStopping: (capture: StoppingCapture) => void = () => undefined,
  ) {}

  /** Whether a capture runs that is read only once it is frozen. */
  get isRecording(): boolean {
    return this.running?.isRecorder ?? false;
  }

  /** How many look at the capture. */
  get members(): number {
    return this.running?.members.size ?? 0;
  }

  /**
   * Joins the capture of `helper`, which begins with the first. Rejects with a `HelperError`. No page is
   * taken before whoever waits for the answer had it.
   */
  join(helper: CaptureHelper, take: TakePages, choice: CaptureChoice = {}): Promise<CaptureShare> {
    return this.tasks.run(async () => {
      if (this.running?.helper !== helper) {
        // A helper that is gone took its capture with it.
        this.running?.stopListening();
        this.running = await SharedCapture.begin(helper, { ...this.settings(), ...choice });
      }
      const { running } = this;
      running.members.add(take);
      return { helper, facts: running.facts, leave: () => this.leave(running, take) };
    });
  }

  /**
   * Gives the capture that runs the room that the settings say, which a recorder keeps as it is. Returns for
   * how many ms nothing was captured. Rejects with a `HelperError`.
   */
  resize(): Promise<number> {
    return this.tasks.run(async () => {
      const { bufferKib } = this.settings();
      if (!this.running || this.running.isRecorder) {
        return 0;
      }
      const { pausedMs } = await this.running.helper.request('resizeCapture', { bufferKib });
      return pausedMs;
    });
  }

  private leave(from: SharedCapture, take: TakePages): Promise<CaptureCounts | undefined> {
    return this.tasks.run(async () => {
      if (from.members.has(take) && from.members.size === 1 && this.running === from) {
        this.running = undefined;
        return this.stop(from);
      }
      from.members.delete(take);
      return undefined;
    });
  }

  private stop(capture: SharedCapture): Promise<CaptureCounts> {
    const stopping = capture.stop();
    this.onStopping({
      done: stopping.then(
        () => undefined,
        () => undefined,
      ),
      onProgress: listener =>
        capture.helper.onNotification('progress', ({ method, done, total }) => {
          if (method === 'stopCapture' && total > 0) {
            listener(Math.min(100, Math.floor((done / total) * 100)));
          }
        }),
    });
    return stopping;
  }
}
