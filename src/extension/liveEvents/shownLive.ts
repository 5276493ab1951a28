import type { Pause } from '../../protocol/capture';
import type { CaptureReadiness, ViewNews } from '../../protocol/eventsView';
import type { EventNews } from '../../workers/eventMessages';
import { Signal, type Listen } from '../session/signal';
import type { KernelLosses } from './kernelLosses';
import type { LiveEvents, LiveState } from './liveEvents';
import type { PageEvents } from './pageEvents';
import type { Readiness } from './readiness';
import { viewNews } from './viewNews';

/** The capture as pages show it: they share it, and it runs as long as the user wants events. */
export class ShownLive implements PageEvents {
  readonly isRecording = false;
  readonly worker;
  private readonly changed = new Signal<undefined>();
  readonly onDidChange = this.changed.event;
  /** Events that were lost in the kernel, as far as it was told. */
  lost = 0;
  pauses: readonly Pause[] = [];
  /** The user stopped it: it does not begin by itself. */
  private isStopped = false;

  constructor(
    private readonly live: LiveEvents,
    private readonly losses: KernelLosses,
    private readonly scopes: { readonly words: string; readonly onDidChange: Listen<unknown> },
    private readonly ready: Pick<Readiness, 'now' | 'onDidChange'>,
  ) {
    this.worker = live.worker;
    live.onDidChange(() => {
      if (live.state === 'starting') {
        losses.restart();
      }
      this.changed.fire(undefined);
    });
    scopes.onDidChange(() => this.changed.fire(undefined));
    ready.onDidChange(() => this.changed.fire(undefined));
  }

  get state(): LiveState {
    return this.live.state;
  }

  get scope(): string {
    return this.scopes.words;
  }

  get readiness(): CaptureReadiness {
    return this.ready.now;
  }

  get note(): string {
    return this.live.note;
  }

  get onDidChangeNote(): Listen<string> {
    return this.live.onDidChangeNote;
  }

  get labels(): readonly string[] {
    return this.live.labels;
  }

  news(news: EventNews): ViewNews {
    const { losses } = this;
    const { state, finalCounts, isRecorder } = this.live;
    const counts = state === 'on' ? losses.latest : (finalCounts ?? losses.last);
    const told = viewNews(news, counts, isRecorder);
    this.lost = told.overrun + (told.taken ?? 0);
    this.pauses = counts.pauses;
    return told;
  }

  /** Keeps no values of columns with such names any more. */
  async mask(patterns: readonly string[]): Promise<void> {
    await this.worker.request('mask', { patterns });
    this.changed.fire(undefined);
  }

  /** Begins unless the user has stopped it: when a page is opened, and when a helper comes. */
  async opened(): Promise<void> {
    if (!this.isStopped && !this.live.isKept) {
      await this.live.start();
    }
  }

  /** The user asks for events. */
  async wanted(): Promise<void> {
    this.isStopped = false;
    await (this.live.isKept ? undefined : this.live.start());
  }

  async act(action: 'start' | 'stop' | 'clear'): Promise<void> {
    if (action === 'clear' && this.live.isRecorder && this.live.state === 'on') {
      // There is nothing to clear before it is frozen.
      return;
    }
    if (action === 'clear' && this.live.state === 'off') {
      // What was stopped stays so.
      await this.live.clear();
      return;
    }
    this.isStopped = action === 'stop';
    if (action !== 'start') {
      await this.live.stop();
    }
    if (action !== 'stop') {
      await this.live.start();
    }
  }
}
