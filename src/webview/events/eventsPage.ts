import type {
  FromEventsView,
  ToEventsView,
  ViewCondition,
  ViewNews,
  ViewSchema,
} from '../../protocol/eventsView';
import { element } from '../shared/dom';
import type { Host } from '../shared/host';
import { conditionText } from './conditionText';
import { eventColumns, type EventColumn } from './eventColumns';
import { EventFeed } from './eventFeed';
import { NumberText } from './numberText';
import { pageState, type PageState } from './pageState';
import { SelectedRows } from './selectedRows';
import { ShownFilter } from './shownFilter';
import { Overview } from './summary/overview';
import { EventAside } from './table/eventAside';
import { EventGrid } from './table/eventGrid';
import { StackPanel } from './stacks/stackPanel';
import { TimeText } from './timeText';
import { PageToolbar } from './toolbar/pageToolbar';

/** Between two looks at what has come, in ms; the summary is looked at less often. */
const LOOK_INTERVAL = 100;
const SUMMARY_INTERVAL = 1000;

type Message<T extends ToEventsView['type']> = Extract<ToEventsView, { type: T }>;

/** The whole page: puts its parts together, and asks for what is on screen as long as something can have changed. */
export class EventsPage {
  readonly element = element('main', { className: 'page' });
  private readonly time = new TimeText();
  private readonly numbers = new NumberText();
  private readonly filter = new ShownFilter(() => this.filterChanged());
  private readonly feed: EventFeed;
  private readonly grid: EventGrid;
  private readonly toolbar: PageToolbar;
  private readonly overview: Overview;
  private readonly rows: SelectedRows;
  private readonly stacks: StackPanel;
  /** Not read out when it changes, which it may do each second. */
  private readonly note = element('p', { className: 'note', attributes: { role: 'note' } });
  private readonly empty = element('p', { className: 'empty', attributes: { role: 'status' } });
  private readonly timers: number[];
  private schemas: readonly ViewSchema[] = [];
  private columns: readonly EventColumn[] = [];
  private state: Message<'state'>['state'] = 'off';
  private isSummaryShown = true;
  private isFollowing = true;
  /** The view's end when following stopped. */
  private leftAt = 0;

  constructor(
    private readonly hydrate: Message<'hydrate'>,
    private readonly host: Host<FromEventsView, PageState>,
  ) {
    const { strings, locale, isRecording } = hydrate;
    this.element.dataset['source'] = isRecording ? 'recording' : 'capture';
    // A recording is read from its beginning.
    this.isFollowing = !isRecording;
    const kept = pageState(host.getState());
    this.time.isRelative = kept.isRelative;
    this.numbers.base = kept.numbers;
    const post = (message: FromEventsView): void => host.postMessage(message);
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
          this.askSummary();
        },
      },
      post,
    );
    const addFilter = (condition: ViewCondition): void => {
      this.filter.add(condition);
      this.grid.focus();
    };
    this.grid = new EventGrid(
      {
        event: index => this.feed.cache.get(index),
        moved: () => this.feed.askForMissing(),
        selected: (selection, column) => {
          this.rows.select(selection, column);
          this.grid.setContext(this.menuContext());
        },
        copy: () => void this.rows.copy(),
        filter: condition => this.filter.add(condition),
        movedToEnd: isAtEnd => this.follow(isAtEnd),
      },
      strings,
    );
    const leave = (): void => {
      this.grid.choose(undefined);
      this.grid.focus();
    };
    const aside = new EventAside(strings, locale, leave);
    this.rows = new SelectedRows(aside, {
      ...{ strings, time: this.time, feed: this.feed, post, filter: addFilter },
      columns: () => this.columns,
      schemas: () => this.schemas,
    });
    this.overview = new Overview(
      strings,
      locale,
      this.time,
      {
        schemas: () => this.schemas,
        first: () => this.feed.news?.first ?? 0,
        filter: condition => this.filter.add(condition),
        show: index => {
          this.follow(false);
          this.grid.choose(index);
          this.grid.focus();
        },
        chosen: () => {
          this.saveState();
          this.askSummary();
        },
      },
      [...kept.columns],
    );
    this.stacks = new StackPanel(strings, locale, post);
    this.toolbar = new PageToolbar(strings, locale, kept, {
      act: action => post({ type: 'action', action }),
      follow: on => this.follow(on),
      search: text => this.filter.set({ text }),
      relative: on => {
        this.time.isRelative = on;
        this.textsChanged();
      },
      numbers: base => {
        this.numbers.base = base;
        this.textsChanged();
      },
      summary: on => {
        this.showSummary(on);
        this.saveState();
        this.askSummary();
      },
      stacks: on => {
        this.stacks.toggle(on);
        this.showSummary(this.isSummaryShown);
      },
      remove: condition => this.filter.remove(condition),
    });
    this.showSummary(!kept.isSummaryHidden);
    this.element.append(
      this.toolbar.element,
      this.note,
      this.overview.element,
      this.stacks.element,
      element(
        'div',
        { className: 'content' },
        element('div', { className: 'table' }, this.grid.element, this.empty),
        aside.element,
      ),
    );
    this.setNote('');
    this.element.setAttribute('aria-label', strings.grid);
    this.setState({ ...hydrate, type: 'state' });
    if (kept.text !== '' || kept.conditions.length > 0) {
      this.filter.set({ text: kept.text, conditions: [...kept.conditions] });
    }
    this.timers = [
      window.setInterval(() => this.look(), LOOK_INTERVAL),
      window.setInterval(() => this.askSummary(), SUMMARY_INTERVAL),
    ];
  }

  dispose(): void {
    this.timers.forEach(timer => window.clearInterval(timer));
    this.overview.dispose();
    this.stacks.dispose();
  }

  setNote(text: string): void {
    this.note.textContent = text;
    const isHidden = text === '';
    if (this.note.hidden !== isHidden) {
      this.note.hidden = isHidden;
      // The rows have another height: their end may be out of sight.
      this.feed.ask();
    }
  }

  setState({ state, schemas, scope }: Message<'state'>): void {
    this.toolbar.setScope(scope);
    const begins = state === 'on' && this.state !== 'on';
    if (state === 'starting') {
      this.feed.restart();
      this.isFollowing = !this.hydrate.isRecording;
      this.grid.choose(undefined);
    }
    this.state = state;
    this.schemas = schemas;
    this.stacks.setSchemas(schemas);
    this.element.dataset['state'] = state;
    this.toolbar.setState(state);
    this.textsChanged();
    this.showEmpty();
    if (begins && !this.filter.isEmpty) {
      // A new capture has no filter yet, but the page shows one.
      this.filterChanged();
    }
    this.feed.ask();
    this.askSummary();
  }

  setRows(message: Message<'rows'>): void {
    this.feed.setRows(message);
  }

  setFiltered(message: Message<'filtered'>): void {
    this.feed.setFiltered(message);
  }

  setSummary({ summary }: Message<'summary'>): void {
    this.overview.show(summary);
  }

  setStacks(message: Message<'stacks' | 'stacksOf'>): void {
    if (message.type === 'stacks') {
      this.stacks.show(message);
    } else {
      this.rows.showStacks(message);
    }
  }

  menu({ action }: Message<'menu'>): void {
    if (action === 'copyRows') {
      void this.rows.copy();
    } else {
      this.rows.filterByMenu(action === 'onlyThis' ? 'is' : 'isNot');
    }
  }

  /** Columns, and how their values are shown, are others. */
  private textsChanged(): void {
    this.columns = eventColumns(this.schemas, this.hydrate.strings, this.time, this.numbers);
    this.grid.setColumns(this.columns);
    this.overview.setColumns(this.columns);
    this.showConditions();
    this.saveState();
  }

  private setNews(news: ViewNews): void {
    this.time.epoch = news.epoch;
    this.grid.setExtent(news.first, news.end, this.isFollowing);
    this.toolbar.setNews(news);
    this.toolbar.setFollowing(this.isFollowing, news.end - this.leftAt);
    this.showEmpty();
  }

  private showEmpty(): void {
    const { strings } = this.hydrate;
    const { news } = this.feed;
    const isEmpty = !news || news.end === news.first;
    const reason =
      news && news.events > 0
        ? strings.noMatch
        : this.hydrate.isRecording
          ? strings.emptyRecording
          : this.state === 'off'
            ? strings.off
            : strings.nothing;
    this.empty.hidden = !isEmpty;
    if (isEmpty && this.empty.textContent !== reason) {
      this.empty.textContent = reason;
    }
    this.element.classList.toggle('without-events', !news || news.events === 0);
  }

  /** A hidden page asks for nothing; the worker keeps all. */
  private look(): void {
    if (!document.hidden && this.state !== 'off') {
      this.feed.ask();
    }
  }

  private askSummary(): void {
    if (!document.hidden && this.isSummaryShown) {
      this.host.postMessage({ type: 'summary', columns: [...this.overview.wanted] });
    }
  }

  private showSummary(on: boolean): void {
    this.isSummaryShown = on;
    // There is room for one of them.
    this.overview.element.hidden = !on || this.stacks.isShown;
  }

  private follow(on: boolean): void {
    if (on !== this.isFollowing) {
      this.isFollowing = on;
      this.leftAt = this.feed.news?.end ?? 0;
      this.toolbar.setFollowing(on, 0);
      if (on) {
        this.feed.ask();
      }
    }
  }

  private filterChanged(): void {
    this.saveState();
    this.showConditions();
    this.grid.choose(undefined);
    const { text, conditions } = this.filter.value;
    this.feed.filter({ text, conditions: [...conditions] });
  }

  private showConditions(): void {
    this.toolbar.setConditions(this.filter.value.conditions, condition =>
      conditionText(condition, this.columns),
    );
  }

  /** VS Code hands it to the commands of its context menu; its keys are context keys of their `when`. */
  private menuContext(): string {
    return JSON.stringify({
      ...{ webviewSection: 'liveEvent', preventDefaultContextMenuItems: true },
      ...{ page: this.hydrate.page, onValue: this.rows.valueOfMenu !== undefined },
      ...this.rows.callSite,
    });
  }

  private saveState(): void {
    this.host.setState({
      ...this.filter.value,
      columns: this.overview.chosenColumns.map(id => id ?? null),
      numbers: this.numbers.base,
      isRelative: this.time.isRelative,
      isSummaryHidden: !this.isSummaryShown,
    });
  }
}
