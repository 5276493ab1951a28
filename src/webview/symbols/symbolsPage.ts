import type {
  FileAction,
  FromSymbolsView,
  NameChoice,
  PositionRange,
  Selection,
  ToSymbolsView,
  ViewHeader,
  ViewMark,
  ViewOrder,
  ViewQuery,
  ViewRow,
} from '../../protocol/symbolsView';
import { element } from '../shared/dom';
import type { Host } from '../shared/host';
import { CostLoader } from './costLoader';
import { changedBanner, noticeLine } from './notices';
import { countPositions, type PositionRanges } from '../shared/positionRanges';
import { FIRST_QUERY, type PageState } from './pageState';
import { BLOCK, RowWindow } from './rowWindow';
import { nextSorting } from './sorting';
import { SymbolGrid } from './symbolGrid';
import { Toolbar } from './toolbar';

type Hydrate = Extract<ToSymbolsView, { type: 'hydrate' }>;
type Rows = Extract<ToSymbolsView, { type: 'rows' }>;
type Keep = NonNullable<Extract<FromSymbolsView, { type: 'query' }>['keep']>;

/** The table of one file's symbols: asks for rows as they come into sight, the newest query wins. */
export class SymbolsPage {
  readonly element = element('main', { className: 'page' });
  private query: ViewQuery;
  /** Number of the query whose rows are shown; an older one while the newest is on its way. */
  private shown = 0;
  private readonly rows = new RowWindow<ViewRow>();
  private marks = new Map<string, ViewMark>();
  private total = 0;
  /** The rows that are shown are the first of a query whose others are still counted. */
  private counting = false;
  private headerNow: ViewHeader;
  private toReveal: { text: string; offset: string } | undefined;
  /** What was selected of the first rows. */
  private chosen: PositionRanges | undefined;
  private restore: { active: number; position: number } | undefined;
  private readonly grid: SymbolGrid;
  private readonly toolbar: Toolbar;
  private readonly empty = element('p', { className: 'empty', attributes: { role: 'status' } });
  private banner: HTMLElement | undefined;
  private inGrid = false;
  /** What is to stay selected when the rows that were asked for come. */
  private keep: Keep | undefined;
  /** Whether those are the same in another order, and whether something was selected since. */
  private isSorting = false;
  private isMoved = false;
  private names: NameChoice = 'demangled';
  private readonly costs = new CostLoader(rows => this.host.postMessage({ type: 'costs', rows }));

  constructor(
    private readonly hydrate: Hydrate,
    private readonly host: Host<FromSymbolsView, PageState>,
    editor: number,
  ) {
    this.headerNow = hydrate.header;
    const state = host.getState();
    this.query = { ...(state?.query ?? FIRST_QUERY), number: (state?.query.number ?? 0) + 1 };
    this.restore = state;
    this.grid = this.makeGrid(editor);
    this.setNames(state?.names ?? 'demangled');
    this.toolbar = new Toolbar(
      hydrate.header,
      hydrate.strings,
      { ...this.query, names: this.names },
      {
        changed: filter => this.ask({ ...this.query, ...filter }),
        showNames: names => {
          this.setNames(names);
          this.save();
        },
        attach: () => this.attach(),
        leave: () => this.grid.focus(),
      },
    );
    this.empty.hidden = true;
    this.element.addEventListener('focusin', event => {
      this.inGrid = this.grid.element.contains(event.target as Node);
    });
    const notices = hydrate.notices.map(notice =>
      noticeLine(notice, hydrate.strings, action => this.act(action)),
    );
    this.element.append(this.toolbar.element, ...notices, this.grid.element, this.empty);
    this.setMarks(hydrate.marks);
    if (hydrate.changed) {
      this.showChanged();
    }
    this.grid.header.draw(this.query);
    this.post(0);
  }

  private makeGrid(editor: number): SymbolGrid {
    return new SymbolGrid(
      {
        editor,
        row: position => this.rows.get(position),
        mark: offset => this.marks.get(offset),
        cost: row => this.costs.get(row),
        names: () => this.names,
        needed: (first, last) => this.fetch(first, last),
        selected: count => {
          this.toolbar.setSelected(count);
          this.isMoved = true;
        },
        attach: () => this.attach(),
        sort: order => this.sort(order),
        moved: () => this.save(),
      },
      this.hydrate.strings,
    );
  }

  setRows(message: Rows): void {
    if (message.query !== this.query.number) {
      return;
    }
    const isNew = message.query !== this.shown;
    if (isNew && this.isMoved && this.isSorting) {
      // Something else was selected since they were asked for: that is to be kept.
      this.ask(this.query, this.toKeep(), true);
      return;
    }
    const isCounted = !isNew && this.counting && !message.counting;
    if (isCounted) {
      this.keepPlace();
    }
    if (isNew || isCounted) {
      this.rows.clear();
    }
    this.rows.put(message.offset, message.rows);
    if (isNew || isCounted) {
      this.startQuery(message);
    }
    this.grid.scroller.invalidate();
    this.reveal();
  }

  /** The rows were counted. */
  setHeader(header: ViewHeader): void {
    this.headerNow = header;
    this.toolbar.setHeader(header);
    if (this.shown === this.query.number) {
      this.showTotal();
    }
  }

  private showTotal(): void {
    const { headerNow: header, total } = this;
    const { strings } = this.hydrate;
    this.toolbar.setShown(this.counting ? undefined : total, header.symbols);
    this.empty.textContent = header.symbols === 0 ? strings.noSymbols : strings.noMatch;
    this.empty.hidden = total > 0;
  }

  /** What was done with the first rows holds when the others come. */
  private keepPlace(): void {
    const { grid } = this;
    this.restore ??= { active: grid.active, position: grid.scroller.position };
    this.chosen = grid.touched ? grid.ranges : undefined;
  }

  setCosts(message: Extract<ToSymbolsView, { type: 'costs' }>): void {
    this.costs.put(message.costs);
    this.grid.scroller.invalidate();
  }

  private setNames(names: NameChoice): void {
    this.names = names;
    this.grid.element.dataset['names'] = names;
    this.grid.scroller.invalidate();
  }

  setMarks(marks: readonly ViewMark[]): void {
    this.marks = new Map(marks.map(mark => [mark.offset, mark]));
    this.grid.scroller.invalidate();
  }

  showChanged(): void {
    if (!this.banner) {
      this.banner = changedBanner(this.hydrate.strings, action => this.act(action));
      this.toolbar.element.before(this.banner);
    }
  }

  private act(action: FileAction): void {
    this.host.postMessage({ type: 'action', action });
  }

  showSymbol(text: string, offset: string): void {
    this.toReveal = { text, offset };
    this.toolbar.setText(text);
    this.reveal();
  }

  /**
   * Puts the focus where it was last; never takes it from another editor. VS Code gives the page the
   * focus back after a menu, but to no element of it.
   */
  focus(): void {
    if (document.hasFocus() && !this.element.contains(document.activeElement)) {
      if (this.inGrid) {
        this.grid.focus();
      } else {
        this.toolbar.focus();
      }
    }
  }

  showQueryFailure(query: number, sentence: string): void {
    if (query === this.query.number) {
      this.rows.clear();
      this.startQuery({ query, total: 0 });
      this.empty.textContent = sentence;
      this.empty.hidden = false;
    }
  }

  /** The first rows of a newer query are here. */
  private startQuery({
    query,
    total,
    kept,
    counting,
  }: Pick<Rows, 'query' | 'total' | 'kept' | 'counting'>): void {
    this.counting = counting === true;
    this.shown = query;
    this.total = total;
    const isAll = this.keep && countPositions(this.keep.selection.ranges) === total;
    const all: PositionRange[] | undefined = isAll ? [[0, total - 1]] : undefined;
    this.keep = undefined;
    const active = this.restore?.active ?? kept?.active;
    this.grid.reset(
      query,
      total,
      active,
      this.restore?.position,
      kept?.ranges ?? all ?? this.chosen,
    );
    this.chosen = undefined;
    // Where the page was may lie beyond the first rows.
    this.restore = counting ? this.restore : undefined;
    this.showTotal();
  }

  /** The same rows in another order: what was selected stays so. */
  private sort(order: ViewOrder): void {
    const isShown = this.shown === this.query.number;
    const keep = isShown ? this.toKeep() : this.keep;
    this.ask({ ...this.query, ...nextSorting(this.query, order) }, keep, true);
  }

  private toKeep(): Keep | undefined {
    const selection = this.grid.touched ? this.selection() : undefined;
    return selection && { selection, active: this.grid.active };
  }

  private ask(query: ViewQuery, keep?: Keep, isSorting = false): void {
    this.query = { ...query, number: this.query.number + 1 };
    this.keep = keep;
    this.isMoved = false;
    this.isSorting = isSorting;
    this.grid.header.draw(this.query);
    this.toolbar.setSearching();
    this.post(0, keep);
    this.save();
  }

  private post(block: number, keep?: Keep): void {
    this.host.postMessage({
      type: 'query',
      query: this.query,
      offset: block * BLOCK,
      limit: BLOCK,
      ...(keep && { keep }),
    });
  }

  private fetch(first: number, last: number): void {
    if (this.shown === this.query.number && this.total > 0) {
      for (const block of this.rows.missing(first, last)) {
        this.post(block);
      }
      this.costs.show(this.probeable(first, last));
    }
  }

  /** Of these rows (both ends included) those that have a cost. */
  private probeable(first: number, last: number): number[] {
    const indexes: number[] = [];
    for (let position = first; position <= last; position++) {
      const row = this.rows.get(position);
      if (row?.refusal === '') {
        indexes.push(row.index);
      }
    }
    return indexes;
  }

  private attach(): void {
    const selection = this.selection();
    if (selection && this.shown === this.query.number) {
      this.host.postMessage({ type: 'attach', selection });
    }
  }

  /** What is selected of the rows that are shown. */
  private selection(): Selection | undefined {
    const ranges = this.grid.ranges.map(([first, last]): PositionRange => [first, last]);
    return ranges.length > 0 ? { query: this.shown, ranges } : undefined;
  }

  private reveal(): void {
    const target = this.toReveal;
    if (target && this.shown === this.query.number) {
      const position = this.rows.find(row =>
        target.offset === '' ? row.name === target.text : row.offset === target.offset,
      );
      if (position !== undefined) {
        this.toReveal = undefined;
        this.grid.go(position);
      }
    }
  }

  private save(): void {
    const { query, grid, names } = this;
    this.host.setState({ query, active: grid.active, position: grid.scroller.position, names });
  }
}
