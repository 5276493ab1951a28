import type { FrozenBy, RecorderFacts } from '../../protocol/capture';
import type { HelperClient } from '../../protocol/client';
import type { LiveEvents } from '../liveEvents/liveEvents';
import { Signal, type Unsubscribe } from '../session/signal';

/** How often it is looked what a recorder holds, in ms. */
const LOOK_MS = 1000;

/** How a recorder is made. */
export interface RecorderChoice {
  /** Room for events, in KiB per CPU. */
  readonly bufferKib: number;
  readonly freeze?: {
    readonly handle: number;
    readonly filter?: string;
    /** What people call it: `price_order`, `price_order if qty > 3`. */
    readonly label: string;
  };
}

/** Once it is frozen, `at` is ms since the epoch and `seconds` what it held. */
export type RecorderState =
  | { readonly kind: 'off' }
  | ({ readonly kind: 'recording'; readonly choice: RecorderChoice } & RecorderFacts)
  | {
      readonly kind: 'frozen';
      readonly choice: RecorderChoice;
      readonly by: FrozenBy;
      readonly at: number;
      readonly events: number;
      readonly seconds: number;
    };

type RecorderHelper = Pick<HelperClient, 'request' | 'onNotification'>;
type Recorded = Pick<LiveEvents, 'record' | 'keep' | 'state' | 'isRecorder' | 'onDidChange'>;

/** The flight recorder of this window: what it holds, and what froze it. */
export class Recorder {
  private readonly changed = new Signal<RecorderState>();
  readonly onDidChange = this.changed.event;
  private current: RecorderState = { kind: 'off' };
  private timer: NodeJS.Timeout | undefined;
  private listening: Unsubscribe | undefined;
  private readonly following: Unsubscribe;

  constructor(
    private readonly live: Recorded,
    private readonly onError: (error: unknown) => void,
  ) {
    this.following = live.onDidChange(() => {
      if (live.state === 'starting' && !live.isRecorder) {
        // Another capture takes the place of what it recorded.
        this.lose();
      }
    });
  }

  get state(): RecorderState {
    return this.current;
  }

  /** Begins to record, in the place of any capture. Rejects with a `HelperError`. */
  async start(helper: RecorderHelper, choice: RecorderChoice): Promise<void> {
    const { bufferKib, freeze } = choice;
    this.lose();
    // Before it begins: its condition may be true at once.
    this.listening = helper.onNotification('frozen', frozen => void this.finish(frozen));
    const hasCondition = freeze !== undefined;
    const recording = { kind: 'recording', choice, events: 0, seconds: 0, hasCondition } as const;
    this.enter(recording);
    try {
      await this.live.record({
        bufferKib,
        ...(freeze && {
          freeze: {
            handle: freeze.handle,
            ...(freeze.filter !== undefined && { filter: freeze.filter }),
          },
        }),
      });
      // Unless it is frozen already; a new capture begins without anything said of it.
      if (this.current === recording && this.isLooking) {
        this.enter({ ...recording });
      }
      this.lookLater(helper);
    } catch (error) {
      this.lose();
      throw error;
    }
  }

  /** It records no more, and what it recorded is gone, or somebody else's. */
  lose(): void {
    this.stopLooking();
    this.enter({ kind: 'off' });
  }

  dispose(): void {
    this.stopLooking();
    this.following.dispose();
    this.changed.dispose();
  }

  /** What it holds comes as events now. */
  private async finish({
    by,
    events,
    seconds,
  }: Pick<Extract<RecorderState, { kind: 'frozen' }>, 'by' | 'events' | 'seconds'>): Promise<void> {
    const recording = this.current;
    if (recording.kind === 'recording' && this.isLooking) {
      this.stopLooking();
      const at = Date.now();
      await this.live.keep();
      if (this.current === recording) {
        this.enter({ kind: 'frozen', choice: recording.choice, by, at, events, seconds });
      }
    }
  }

  private lookLater(helper: RecorderHelper): void {
    if (this.isLooking) {
      this.timer = setTimeout(() => void this.look(helper), LOOK_MS);
    }
  }

  private async look(helper: RecorderHelper): Promise<void> {
    try {
      const facts = await helper.request('recorder', {});
      if (this.current.kind === 'recording' && this.isLooking && !facts.frozen) {
        this.enter({ ...this.current, ...facts });
      }
    } catch (error) {
      this.onError(error);
    }
    this.lookLater(helper);
  }

  private get isLooking(): boolean {
    return this.listening !== undefined;
  }

  private stopLooking(): void {
    clearTimeout(this.timer);
    this.listening?.dispose();
    this.listening = undefined;
  }

  private enter(state: RecorderState): void {
    if (state.kind !== 'off' || this.current.kind !== 'off') {
      this.current = state;
      this.changed.fire(state);
    }
  }
}
