import type { FromEventsView, ToEventsView, ViewEvent, ViewNews } from '../../protocol/eventsView';
import { EventCache } from './eventCache';

/** Rows that one request gives at most. */
const MAX_ROWS = 1000;

type Message<T extends ToEventsView['type']> = Extract<ToEventsView, { type: T }>;

/** What the feed is for. */
export interface FeedModel {
  /** Number of the row at the top, and how many are on screen. */
  window(): { readonly from: number; readonly count: number };
  isFollowing(): boolean;
  /** Rows came, and what is always in sight. */
  arrived(news: ViewNews): void;
  /** The events that fit another filter are known. */
  filtered(news: ViewNews): void;
}

/** Asks for the events on screen: one request at a time, so that a busy worker is not asked more than it answers. */
export class EventFeed {
  readonly cache = new EventCache();
  news: ViewNews | undefined;
  private last = 0;
  /** Of the latest request for what is on screen; older answers are out of date. */
  private latest = 0;
  private isAsking = false;
  private readonly waiting = new Map<number, (rows: readonly ViewEvent[]) => void>();

  constructor(
    private readonly model: FeedModel,
    private readonly post: (message: FromEventsView) => void,
  ) {}

  /** Another capture: nothing is known of it. */
  restart(): void {
    this.cache.clear();
    this.news = undefined;
    this.isAsking = false;
    this.latest = ++this.last;
  }

  ask(): void {
    if (!this.isAsking) {
      this.isAsking = true;
      this.latest = ++this.last;
      const { from, count } = this.model.window();
      this.post({
        type: 'rows',
        number: this.latest,
        from: this.model.isFollowing() ? -Math.min(count, MAX_ROWS) : from,
        count: Math.min(count, MAX_ROWS),
      });
    }
  }

  /** Asks where a row on screen is not here. */
  askForMissing(): void {
    const { from, count } = this.model.window();
    for (let index = from; index < Math.min(this.news?.end ?? 0, from + count); index++) {
      if (!this.cache.get(index)) {
        this.ask();
        return;
      }
    }
  }

  /** Rows that need not be on screen; `to` is not one of them. */
  async fetch(from: number, to: number): Promise<readonly ViewEvent[]> {
    const rows: ViewEvent[] = [];
    for (let begin = from; begin < to; begin += MAX_ROWS) {
      const count = Math.min(MAX_ROWS, to - begin);
      const number = ++this.last;
      rows.push(
        ...(await new Promise<readonly ViewEvent[]>(resolve => {
          this.waiting.set(number, resolve);
          this.post({ type: 'rows', number, from: begin, count });
        })),
      );
    }
    return rows;
  }

  filter(filter: Extract<FromEventsView, { type: 'filter' }>['filter']): void {
    this.cache.clear();
    this.isAsking = false;
    this.latest = ++this.last;
    this.post({ type: 'filter', number: this.latest, filter });
  }

  setRows({ number, rows, news }: Message<'rows'>): void {
    const resolve = this.waiting.get(number);
    if (resolve) {
      this.waiting.delete(number);
      resolve(rows);
    } else if (number === this.latest) {
      this.isAsking = false;
      this.cache.add(rows);
      this.news = news;
      this.model.arrived(news);
    }
  }

  /** Whether that filter is the one which is waited for: what was shown before is asked for again. */
  filterFailed(number: number): boolean {
    const isLatest = number === this.latest;
    if (isLatest) {
      this.ask();
    }
    return isLatest;
  }

  setFiltered({ number, news }: Message<'filtered'>): void {
    if (number === this.latest) {
      this.cache.clear();
      this.news = news;
      this.model.filtered(news);
    }
  }
}
