import type { Pause } from '../../protocol/capture';
import type { ViewNews } from '../../protocol/eventsView';
import type { EventClient } from '../../workers/eventClient';
import type { EventNews } from '../../workers/eventMessages';
import type { PageEvents } from '../liveEvents/pageEvents';
import { viewNews } from '../liveEvents/viewNews';
import { Signal } from '../session/signal';

/** Events that are held at a time, as of a capture. */
const CAPACITY = 10_000_000;

/** The events of a file, in a worker of their own. */
export class RecordingEvents implements PageEvents {
  readonly isRecording = true;
  state: PageEvents['state'] = 'starting';
  labels: readonly string[] = [];
  lost = 0;
  pauses: readonly Pause[] = [];
  private readonly changed = new Signal<undefined>();
  readonly onDidChange = this.changed.event;

  constructor(readonly worker: Pick<EventClient, 'request'>) {}

  /**
   * Rejects with a `RecordingError`, and as `fs` does. `masked`: patterns of columns whose values are let go of before
   * they are shown; `progress`: percent that are read.
   */
  async open(
    path: string,
    masked: readonly string[],
    signal: AbortSignal,
    progress: (percent: number) => void,
  ): Promise<void> {
    const params = { path, capacity: CAPACITY };
    await this.worker.request('mask', { patterns: masked });
    const opened = await this.worker.request('openRecording', params, { signal, progress });
    this.labels = opened.labels;
    this.lost = opened.lost;
    this.pauses = opened.pauses;
    this.state = 'off';
    this.changed.fire(undefined);
  }

  /** Lets go of the values of columns with such names. */
  async mask(patterns: readonly string[]): Promise<void> {
    await this.worker.request('mask', { patterns });
    this.changed.fire(undefined);
  }

  news(news: EventNews): ViewNews {
    const told = viewNews(news, { cpus: [], pauses: [...this.pauses] });
    return { ...told, overrun: Math.max(this.lost, told.overrun) };
  }

  opened(): Promise<void> {
    return Promise.resolve();
  }

  act(): Promise<void> {
    return Promise.resolve();
  }
}
