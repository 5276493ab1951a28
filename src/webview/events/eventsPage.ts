import type {
  FromEventsView,
  ToEventsView,
  ViewCondition,
  ViewNews,
  ViewSchema,
} from '../../protocol/eventsView';
import { element, icon } from '../shared/dom';
import type { Host } from '../shared/host';
import { EventCache } from './eventCache';
import { eventColumns, type EventColumn } from './eventColumns';
import { eventDetails } from './eventDetails';
import { EventGrid } from './eventGrid';
import { EventSummary } from './eventSummary';
import { EventToolbar } from './eventToolbar';
import { TimeText } from './timeText';

/** Between two looks at what has come, in ms; the summary is looked at less often. */
const LOOK_INTERVAL = 100;
const SUMMARY_INTERVAL = 1000;

type Message<T extends ToEventsView['type']> = Extract<ToEventsView, { type: T }>;

/** Kept over a reload of the page. */
export interface PageState {
  readonly text: string;
  readonly conditions: readonly ViewCondition[];
  readonly column: string;
}

/** The whole page: asks for what is on screen, as long as something can have changed. */
export class EventsPage {
  readonly element = element('main', { className: 'page' });
  private readonly cache = new EventCache();
  private readonly time = new TimeText();
  private readonly grid: EventGrid;
  private readonly toolbar: EventToolbar;
  private readonly summary: EventSummary;
  private readonly empty = element('p', { className: 'empty', attributes: { role: 'status' } });
  private readonly aside = element('aside');
  private readonly timers: number[];
  private schemas: readonly ViewSchema[] = [];
  private columns: readonly EventColumn[] = [];
  private news: ViewNews | undefined;
  private state: Message<'state'>['state'];
  private text = '';
  private conditions: readonly ViewCondition[] = [];
  private isFollowing = true;
  /** The view's end when following stopped. */
  private leftAt = 0;
  private chosen: number | undefined;
  /** Of the latest request for rows; older answers are out of date. */
  private number = 0;
  private isAsking = false;

  constructor(
    private readonly hydrate: Message<'hydrate'>,
    private readonly host: Host<FromEventsView, PageState>,
  ) {
    const { strings, locale } = hydrate;
    this.state = hydrate.state;
    this.grid = new EventGrid(
      {
        event: index => this.cache.get(index),
        moved: () => this.askSoon(),
        chosen: index => this.choose(index),
        leftEnd: () => this.follow(false),
      },
      strings,
    );
    this.toolbar = new EventToolbar(strings, locale, {
      capture: start => this.act(start ? 'start' : 'stop'),
      follow: on => this.follow(on),
      clear: () => this.act('clear'),
      save: () => this.act('save'),
      search: text => this.filter(text, this.conditions),
      relative: on => {
        this.time.isRelative = on;
        this.grid.redraw();
      },
      remove: condition =>
        this.filter(
          this.text,
          this.conditions.filter(each => each !== condition),
        ),
    });
    this.summary = new EventSummary(
      strings,
      locale,
      conditions => this.filter(this.text, [...this.conditions, ...conditions]),
      () => {
        this.saveState();
        this.askSummary();
      },
    );
    this.aside.append(this.summary.element);
    this.element.append(
      this.toolbar.element,
      element(
        'div',
        { className: 'content' },
        element('div', { className: 'table' }, this.grid.element, this.empty),
        this.aside,
      ),
    );
    this.setState({ ...hydrate, type: 'state' });
    this.restore();
    this.timers = [
      window.setInterval(() => this.look(), LOOK_INTERVAL),
      window.setInterval(() => this.askSummary(), SUMMARY_INTERVAL),
    ];
  }

  dispose(): void {
    this.timers.forEach(timer => window.clearInterval(timer));
  }

  setState({ state, schemas }: Message<'state'>): void {
    const begins = state === 'on' && this.state !== 'on';
    if (state === 'starting') {
      this.cache.clear();
      this.news = undefined;
      this.isFollowing = true;
      this.grid.choose(undefined);
    }
    this.state = state;
    this.schemas = schemas;
    this.toolbar.setState(state);
    this.columns = eventColumns(schemas, this.hydrate.strings, this.time);
    this.grid.setColumns(this.columns);
    this.summary.setColumns(this.columns);
    this.showEmpty();
    if (begins && (this.text !== '' || this.conditions.length > 0)) {
      // A new capture has no filter yet, but the page shows one.
      this.filter(this.text, this.conditions);
    }
    this.ask();
    this.askSummary();
  }

  setRows({ number, rows, news }: Message<'rows'>): void {
    this.isAsking = false;
    if (number === this.number) {
      this.cache.add(rows);
      this.setNews(news);
      this.grid.redraw();
    }
  }

  setFiltered({ number, news }: Message<'filtered'>): void {
    if (number === this.number) {
      this.cache.clear();
      this.setNews(news);
      this.askSummary();
    }
  }

  setSummary({ summary }: Message<'summary'>): void {
    if (summary.columns[0]?.column === this.summary.column) {
      this.summary.show(summary);
    }
  }

  private setNews(news: ViewNews): void {
    if (this.time.epoch !== news.epoch) {
      this.time.epoch = news.epoch;
    }
    this.news = news;
    this.grid.setExtent(news.first, news.end, this.isFollowing);
    this.toolbar.setNews(news);
    this.toolbar.setFollowing(this.isFollowing, news.end - this.leftAt);
    this.showEmpty();
  }

  private showEmpty(): void {
    const { strings } = this.hydrate;
    const isEmpty = !this.news || this.news.end === this.news.first;
    this.empty.hidden = !isEmpty;
    if (this.news && this.news.events > 0) {
      this.empty.textContent = strings.noMatch;
    } else {
      this.empty.textContent = this.state === 'off' ? strings.off : strings.nothing;
    }
  }

  /** A hidden page asks for nothing; the worker keeps all. */
  private look(): void {
    if (!document.hidden && this.state !== 'off') {
      this.ask();
    }
  }

  private askSoon(): void {
    const { from, count } = this.grid.window;
    const end = this.news?.end ?? 0;
    for (let index = from; index < Math.min(end, from + count); index++) {
      if (!this.cache.get(index)) {
        this.ask();
        return;
      }
    }
  }

  private ask(): void {
    if (!this.isAsking) {
      this.isAsking = true;
      const { from, count } = this.grid.window;
      this.host.postMessage({
        type: 'rows',
        number: ++this.number,
        from: this.isFollowing ? -count : from,
        count: Math.min(count, 1000),
      });
    }
  }

  private askSummary(): void {
    if (!document.hidden && !this.aside.hidden && this.chosen === undefined) {
      const { column } = this.summary;
      this.host.postMessage({ type: 'summary', columns: [column] });
    }
  }

  private act(action: 'start' | 'stop' | 'clear' | 'save'): void {
    this.host.postMessage({ type: 'action', action });
  }

  private follow(on: boolean): void {
    if (on !== this.isFollowing) {
      this.isFollowing = on;
      this.leftAt = this.news?.end ?? 0;
      this.toolbar.setFollowing(on, 0);
      if (on) {
        this.grid.choose(undefined);
        this.ask();
      }
    }
  }

  private filter(text: string, conditions: readonly ViewCondition[]): void {
    this.text = text;
    this.conditions = conditions;
    this.saveState();
    this.toolbar.setConditions(
      conditions,
      id => this.titleOf(id),
      condition => this.valueOf(condition),
    );
    this.cache.clear();
    this.isAsking = false;
    this.grid.choose(undefined);
    const filter = { text, conditions: [...conditions] };
    this.host.postMessage({ type: 'filter', number: ++this.number, filter });
  }

  private choose(index: number | undefined): void {
    this.chosen = index;
    const event = index === undefined ? undefined : this.cache.get(index);
    const { strings } = this.hydrate;
    if (!event) {
      this.aside.replaceChildren(this.summary.element);
      return;
    }
    const close = element(
      'button',
      {
        className: 'icon-button',
        attributes: { title: strings.close, 'aria-label': strings.close },
      },
      icon('close'),
    );
    const leave = (): void => {
      this.grid.choose(undefined);
      this.grid.focus();
    };
    close.addEventListener('click', leave);
    const section = element('section', { attributes: { 'aria-label': strings.details } });
    section.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') {
        leave();
      }
    });
    section.append(
      close,
      eventDetails(
        event,
        this.schemas[event.schema],
        this.columns,
        this.time,
        strings,
        condition => {
          this.filter(this.text, [...this.conditions, condition]);
          this.grid.focus();
        },
      ),
    );
    this.aside.replaceChildren(section);
  }

  private titleOf(id: string): string {
    return this.columns.find(column => column.id === id)?.title ?? id;
  }

  /** What people call the probe, instead of the event's name in the kernel. */
  private valueOf({ column, value }: ViewCondition): string {
    const schema =
      column === 'event' ? this.schemas.find(({ event }) => event === value) : undefined;
    return schema?.label ?? value;
  }

  private saveState(): void {
    const { text, conditions } = this;
    this.host.setState({ text, conditions, column: this.summary.column });
  }

  private restore(): void {
    const saved = this.host.getState();
    if (saved) {
      this.summary.column = saved.column;
      this.toolbar.setText(saved.text);
      this.filter(saved.text, saved.conditions);
    }
  }
}
