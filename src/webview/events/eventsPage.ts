import type { FromEventsView, ToEventsView } from '../../protocol/eventsView';
import { element } from '../shared/dom';
import { fill } from '../shared/fill';
import type { Host } from '../shared/host';
import { conditionText } from './conditionText';
import { NoteLine } from './noteLine';
import { pageState, type PageState } from './pageState';
import { ShownColumns } from './shownColumns';
import { ShownFilter } from './shownFilter';
import { StackPanel } from './stacks/stackPanel';
import { Overview } from './summary/overview';
import { SummaryFeed } from './summary/summaryFeed';
import { TablePanel } from './table/tablePanel';
import { PageToolbar } from './toolbar/pageToolbar';

/** Between two looks at what has come, in ms; the summary is looked at less often. */
const LOOK_INTERVAL = 100;
const SUMMARY_INTERVAL = 1000;

type Message<T extends ToEventsView['type']> = Extract<ToEventsView, { type: T }>;

type Update = Exclude<ToEventsView, { type: 'hydrate' }>;

/** What a message of each kind does. */
type Receivers = { readonly [T in Update['type']]: (message: Message<T>) => void };

/** The whole page: puts its parts together, and has them ask as long as something can have changed. */
export class EventsPage {
  readonly element = element('main', { className: 'page' });
  private readonly filter = new ShownFilter(() => this.filterChanged());
  private readonly shown: ShownColumns;
  private readonly toolbar: PageToolbar;
  private readonly overview: Overview;
  private readonly summaries: SummaryFeed;
  private readonly stacks: StackPanel;
  private readonly table: TablePanel;
  private readonly note: NoteLine;
  private readonly failure = element('p', {
    className: 'failure',
    attributes: { role: 'alert' },
  });
  private readonly timers: readonly number[];
  private readonly receivers: Receivers = {
    state: message => this.setState(message),
    rows: message => this.table.setRows(message),
    filtered: message => this.table.setFiltered(message),
    filterFailed: message => this.setFailure(message),
    summary: message => this.summaries.receive(message),
    stacks: message => this.stacks.show(message),
    stacksOf: message => this.table.showStacks(message),
    note: ({ text }) => this.setNote(text),
    menu: message => this.table.menu(message),
  };
  private state: Message<'state'>['state'] = 'off';
  private isSummaryShown = true;

  constructor(
    hydrate: Message<'hydrate'>,
    private readonly host: Host<FromEventsView, PageState>,
  ) {
    const { strings, locale, isRecording } = hydrate;
    this.element.dataset['source'] = isRecording ? 'recording' : 'capture';
    this.element.setAttribute('aria-label', strings.grid);
    const kept = pageState(host.getState());
    this.shown = new ShownColumns(strings);
    this.shown.time.isRelative = kept.isRelative;
    this.shown.numbers.base = kept.numbers;
    const post = (message: FromEventsView): void => host.postMessage(message);
    this.note = new NoteLine(strings.recreate, () => this.act('recreate'));
    this.table = new TablePanel(hydrate, this.shown, {
      post,
      filter: condition => this.filter.add(condition),
      act: action => (action === 'removeFilters' ? this.removeFilters() : this.act(action)),
      news: news => {
        this.toolbar.setNews(news);
        this.element.classList.toggle('without-events', news.events === 0);
      },
      following: (on, newer) => this.toolbar.setFollowing(on, newer),
      filtered: () => this.askSummary(),
    });
    this.overview = new Overview(
      locale,
      this.shown,
      {
        first: () => this.table.first,
        isLive: () => this.state === 'on',
        filter: condition => this.filter.add(condition),
        show: index => this.table.show(index),
        goTo: caller => post({ type: 'callerSite', caller }),
        page: () => this.table.page,
        chosen: () => {
          this.saveState();
          this.askSummary();
        },
      },
      [...kept.columns],
    );
    this.summaries = new SummaryFeed(post, summary => this.overview.show(summary));
    this.stacks = new StackPanel(strings, locale, post);
    this.toolbar = new PageToolbar(strings, locale, kept, {
      act: action => this.act(action),
      follow: on => this.table.follow(on),
      search: text => this.filter.set({ text }),
      relative: on => {
        this.shown.time.isRelative = on;
        this.columnsChanged();
      },
      numbers: base => {
        this.shown.numbers.base = base;
        this.columnsChanged();
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
    this.element.classList.add('without-events');
    this.element.append(
      this.toolbar.element,
      this.failure,
      this.note.element,
      this.overview.element,
      this.stacks.element,
      this.table.element,
    );
    this.showSummary(!kept.isSummaryHidden);
    this.failure.hidden = true;
    this.setState({ ...hydrate, type: 'state' });
    if (kept.text !== '' || kept.conditions.length > 0) {
      this.filter.set({ text: kept.text, conditions: [...kept.conditions] });
    }
    this.timers = [
      window.setInterval(() => this.table.look(), LOOK_INTERVAL),
      window.setInterval(() => this.askSummary(), SUMMARY_INTERVAL),
    ];
  }

  dispose(): void {
    this.timers.forEach(timer => window.clearInterval(timer));
    this.overview.dispose();
    this.stacks.dispose();
  }

  receive(message: Update): void {
    const receiver = this.receivers[message.type] as (message: Update) => void;
    receiver(message);
  }

  private act(action: Extract<FromEventsView, { type: 'action' }>['action']): void {
    this.host.postMessage({ type: 'action', action });
  }

  private removeFilters(): void {
    this.filter.set({ text: '', conditions: [] });
    this.toolbar.searchAgain();
  }

  private setNote(text: string): void {
    if (this.note.say(text)) {
      // The rows have another height: their end may be out of sight.
      this.table.ask();
    }
  }

  private setFailure({ number, text }: Message<'filterFailed'>): void {
    if (this.table.filterFailed(number)) {
      this.failure.textContent = fill(this.shown.strings.filterFailed, text);
      this.failure.hidden = false;
    }
  }

  private setState({ state, schemas, scope, readiness }: Message<'state'>): void {
    const begins = state === 'on' && this.state !== 'on';
    this.state = state;
    this.element.dataset['state'] = state;
    if (state === 'starting') {
      this.element.classList.add('without-events');
      this.overview.clear();
      this.stacks.clear();
    }
    if (state === 'starting' || begins) {
      this.summaries.restart();
    }
    this.toolbar.setScope(scope);
    this.toolbar.setState(state, readiness);
    this.note.setLost(readiness === 'lost');
    this.stacks.setSchemas(schemas);
    this.table.setState({ state, ...(readiness && { readiness }) });
    this.shown.update(schemas);
    this.columnsChanged();
    if (begins && !this.filter.isEmpty) {
      // A new capture has no filter yet, but the page shows one.
      this.filterChanged();
    }
    this.table.ask();
    this.askSummary();
  }

  /** Columns, or how their values are written, are others. */
  private columnsChanged(): void {
    this.shown.update();
    this.table.setColumns();
    this.overview.setColumns();
    this.showConditions();
    this.saveState();
  }

  private askSummary(): void {
    // While a capture starts the one before would answer.
    if (!document.hidden && this.isSummaryShown && this.state !== 'starting') {
      this.summaries.ask(this.overview.wanted);
    }
  }

  private showSummary(on: boolean): void {
    this.isSummaryShown = on;
    // There is room for one of them.
    this.overview.element.hidden = !on || this.stacks.isShown;
  }

  private filterChanged(): void {
    this.saveState();
    this.failure.hidden = true;
    this.showConditions();
    this.table.filter(this.filter.value);
    this.stacks.filterChanged();
  }

  private showConditions(): void {
    this.toolbar.setConditions(this.filter.value.conditions, condition =>
      conditionText(condition, this.shown.columns),
    );
  }

  private saveState(): void {
    this.host.setState({
      ...this.filter.value,
      columns: this.overview.chosenColumns.map(id => id ?? null),
      numbers: this.shown.numbers.base,
      isRelative: this.shown.time.isRelative,
      isSummaryHidden: !this.isSummaryShown,
    });
  }
}
