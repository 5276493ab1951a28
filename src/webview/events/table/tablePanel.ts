import type {
  FromEventsView,
  ToEventsView,
  ViewCondition,
  ViewFilter,
  ViewNews,
} from '../../../protocol/eventsView';
import type { StacksToView } from '../../../protocol/stacksView';
import { element } from '../../shared/dom';
import { EventFeed } from '../eventFeed';
import { SelectedRows } from '../selectedRows';
import type { EventColumn } from '../eventColumns';
import type { ShownColumns } from '../shownColumns';
import type { EmptyAction } from './emptyState';
import { EmptyPanel } from './emptyPanel';
import { EventAside } from './eventAside';
import { EventGrid } from './eventGrid';

type Message<T extends ToEventsView['type']> = Extract<ToEventsView, { type: T }>;

/** What the table is part of. */
export interface TablePanelModel {
  post(message: FromEventsView): void;
  filter(condition: ViewCondition): void;
  /** What the button of an empty table does. */
  act(action: EmptyAction): void;
  /** What is always in sight; `newer` events have come since the table stopped to follow. */
  news(news: ViewNews): void;
  following(on: boolean, newer: number): void;
  /** The events that fit another filter are known. */
  filtered(): void;
}

/** The rows, and beside them what is known of those that are selected. */
export class TablePanel {
  readonly element: HTMLElement;
  private readonly feed: EventFeed;
  private readonly grid: EventGrid;
  private readonly rows: SelectedRows;
  private readonly empty: EmptyPanel;
  private readonly isRecording: boolean;
  /** Its number in the window. */
  readonly page: number;
  private state: Message<'state'>['state'] = 'off';
  private readiness: Message<'state'>['readiness'];
  private isFollowing: boolean;
  /** The view's end when following stopped. */
  private leftAt = 0;

  constructor(
    { strings, locale, page, isRecording }: Message<'hydrate'>,
    private readonly shown: ShownColumns,
    private readonly model: TablePanelModel,
  ) {
    this.page = page;
    this.isRecording = isRecording;
    // A recording is read from its beginning.
    this.isFollowing = !isRecording;
    const post = (message: FromEventsView): void => model.post(message);
    this.feed = new EventFeed(
      {
        window: () => this.grid.window,
        isFollowing: () => this.isFollowing,
        arrived: news => {
          this.setNews(news);
          this.grid.redraw();
          this.rows.showAwaited();
        },
        filtered: news => {
          this.setNews(news);
          model.filtered();
        },
      },
      post,
    );
    this.grid = new EventGrid(
      {
        event: index => this.feed.cache.get(index),
        moved: () => this.feed.askForMissing(),
        selected: (selection, column) => {
          this.rows.select(selection, column);
          this.grid.setContext(this.menuContext());
        },
        copy: () => void this.rows.copy(),
        filter: condition => model.filter(condition),
        columnContext: column => this.columnContext(column),
        movedToEnd: isAtEnd => this.follow(isAtEnd),
      },
      strings,
    );
    const aside = new EventAside(strings, locale, () => {
      this.grid.choose(undefined);
      this.grid.focus();
    });
    this.rows = new SelectedRows(aside, {
      ...{ shown, feed: this.feed, post },
      filter: condition => {
        model.filter(condition);
        // What was pressed is gone.
        this.grid.focus();
      },
    });
    this.empty = new EmptyPanel(strings, action => model.act(action));
    this.element = element(
      'div',
      { className: 'content' },
      element('div', { className: 'table' }, this.grid.element, this.empty.element),
      aside.element,
    );
  }

  /** Number of the oldest event that is kept. */
  get first(): number {
    return this.feed.news?.first ?? 0;
  }

  setState({ state, readiness }: Pick<Message<'state'>, 'state' | 'readiness'>): void {
    if (state === 'on' && this.state !== 'on') {
      // What is still answered is about the capture before.
      this.feed.restart();
    }
    if (state === 'starting') {
      this.feed.restart();
      this.isFollowing = !this.isRecording;
      this.grid.choose(undefined);
    }
    this.state = state;
    this.readiness = readiness;
    this.showEmpty();
  }

  /** Columns, or how their values are written, are others. */
  setColumns(): void {
    this.grid.setColumns(this.shown.columns);
  }

  setRows(message: Message<'rows'>): void {
    this.feed.setRows(message);
  }

  /** Whether that is the filter which is waited for. */
  filterFailed(number: number): boolean {
    return this.feed.filterFailed(number);
  }

  setFiltered(message: Message<'filtered'>): void {
    this.feed.setFiltered(message);
  }

  showStacks(message: Extract<StacksToView, { type: 'stacksOf' }>): void {
    this.rows.showStacks(message);
  }

  menu({ action }: Message<'menu'>): void {
    switch (action) {
      case 'copyRows':
        void this.rows.copy();
        break;
      case 'copyValue':
        this.rows.copyValue();
        break;
      default:
        this.rows.filterByMenu(action === 'onlyThis' ? 'is' : 'isNot');
    }
  }

  filter({ text, conditions }: ViewFilter): void {
    this.grid.choose(undefined);
    this.feed.filter({ text, conditions: [...conditions] });
  }

  follow(on: boolean): void {
    if (on !== this.isFollowing) {
      this.isFollowing = on;
      this.leftAt = this.feed.news?.end ?? 0;
      this.model.following(on, 0);
      if (on) {
        this.feed.ask();
      }
    }
  }

  /** Selects that event, and stays where it is. */
  show(index: number): void {
    this.follow(false);
    this.grid.choose(index);
    this.grid.focus();
  }

  /** Asks for what is on screen. While a capture starts the one before would answer. */
  ask(): void {
    if (this.state !== 'starting') {
      this.feed.ask();
    }
  }

  /** While something can have come. A hidden page asks for nothing; the worker keeps all. */
  look(): void {
    if (!document.hidden && this.state === 'on') {
      this.feed.ask();
    }
  }

  private setNews(news: ViewNews): void {
    this.shown.time.epoch = news.epoch;
    this.grid.setExtent(news.first, news.end, this.isFollowing);
    this.model.news(news);
    this.model.following(this.isFollowing, news.end - this.leftAt);
    this.showEmpty();
  }

  private showEmpty(): void {
    const { readiness } = this;
    this.empty.show({ news: this.feed.news, state: this.state, readiness });
  }

  private columnContext({ id, isMasked }: EventColumn): string | undefined {
    return isMasked === undefined
      ? undefined
      : JSON.stringify({
          ...{ webviewSection: 'eventColumn', preventDefaultContextMenuItems: true },
          ...{ page: this.page, column: id, isMasked },
        });
  }

  /** VS Code hands it to the commands of its context menu; its keys are context keys of their `when`. */
  private menuContext(): string {
    return JSON.stringify({
      ...{ webviewSection: 'liveEvent', preventDefaultContextMenuItems: true },
      ...{ page: this.page, onValue: this.rows.valueOfMenu !== undefined },
      onCell: this.rows.isOnCell,
      ...this.rows.callSite,
    });
  }
}
