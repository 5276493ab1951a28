import type { EventStrings, ViewEvent } from '../../../protocol/eventsView';
import { element } from '../../shared/dom';
import { gridAction } from '../../shared/gridKeys';
import { hasPosition } from '../../shared/positionRanges';
import {
  nothingSelected,
  select,
  selectAll,
  selectForMenu,
  type RowSelection,
  type SelectMode,
} from '../../shared/rowSelection';
import { ROW_HEIGHT, VirtualScroller, type VisibleRows } from '../../shared/virtualScroller';
import type { EventColumn } from '../eventColumns';
import { GridHeader, type GridHeaderModel } from './gridHeader';
import { GridRow, idOf, rowTop } from './gridRow';

/** What the grid shows, and what it tells of. */
export interface EventGridModel extends GridHeaderModel {
  /** By number in the view; undefined until it has arrived. */
  event(index: number): ViewEvent | undefined;
  /** The rows on screen changed. */
  moved(): void;
  /** The user selected other rows. `column`: that of the cell the mouse was on. */
  selected(selection: RowSelection, column: EventColumn | undefined): void;
  copy(): void;
  /** Whether the user moved to the newest, or away from them. */
  movedToEnd(isAtEnd: boolean): void;
}

/** Of the names of the columns. */
const HEADER_ID = 'event-columns';

/** A virtual table of events as an ARIA grid: the grid has the focus, one row is the active one. */
export class EventGrid {
  readonly element: HTMLElement;
  private readonly grid: HTMLElement;
  private readonly scroller: VirtualScroller;
  private readonly header: GridHeader;
  private columns: readonly EventColumn[] = [];
  private rows: GridRow[] = [];
  /** Numbers in the view of the first row and after the last. */
  private first = 0;
  private end = 0;
  /** Whether the newest row stays in sight, also where the page gets another height. */
  private keepsEnd = false;
  /** By number in the view. */
  private selection: RowSelection | undefined;

  constructor(
    private readonly model: EventGridModel,
    strings: EventStrings,
  ) {
    this.scroller = new VirtualScroller(
      visible => this.draw(visible),
      () => this.movedToEnd(this.isAtEnd),
    );
    // What scrolls has the focus, and so is the grid; the names of the columns lie above it.
    this.grid = this.scroller.viewport;
    const attributes = {
      ...{ role: 'grid', 'aria-label': strings.grid, 'aria-multiselectable': 'true' },
      ...{ 'aria-owns': HEADER_ID, tabindex: '0' },
    };
    for (const [name, value] of Object.entries(attributes)) {
      this.grid.setAttribute(name, value);
    }
    this.element = element('div', { className: 'grid' });
    this.header = new GridHeader(strings, this.element, model);
    this.element.append(
      element('div', { attributes: { role: 'rowgroup', id: HEADER_ID } }, this.header.element),
      this.grid,
    );
    new ResizeObserver(() => {
      if (this.keepsEnd) {
        const rows = this.end - this.first;
        this.scroller.setRows(rows, rows * ROW_HEIGHT);
      }
    }).observe(this.grid);
    this.grid.addEventListener('keydown', event => this.onKey(event));
    this.grid.addEventListener('mousedown', event => this.onMouse(event));
    this.grid.addEventListener('mouseover', ({ target }) => {
      const cell = (target as HTMLElement).closest<HTMLElement>('.cell');
      if (cell) {
        this.rows.find(({ element: row }) => row === cell.parentElement)?.hint(cell);
      }
    });
    this.grid.addEventListener(
      'wheel',
      ({ deltaY }) => {
        if (deltaY < 0) {
          this.movedToEnd(false);
        }
      },
      { passive: true },
    );
  }

  /** Number of the row at the top, and how many fit. */
  get window(): { readonly from: number; readonly count: number } {
    return {
      from: this.first + Math.floor(this.scroller.position / ROW_HEIGHT),
      count: this.scroller.pageRows + 2,
    };
  }

  setColumns(columns: readonly EventColumn[]): void {
    this.columns = columns;
    this.element.style.setProperty('--columns', columns.map(widthOf).join(' '));
    this.grid.setAttribute('aria-colcount', String(columns.length));
    this.header.setColumns(columns);
    this.rows = [];
    this.scroller.layer.replaceChildren();
    this.scroller.invalidate();
  }

  /** The view's events have these numbers now; `follow` keeps the newest in sight. */
  setExtent(first: number, end: number, follow: boolean): void {
    this.keepsEnd = follow;
    const gone = first - this.first;
    if (gone === 0 && end === this.end) {
      return;
    }
    this.first = first;
    this.end = end;
    this.grid.setAttribute('aria-rowcount', String(end - first + 1));
    const position = follow
      ? (end - first) * ROW_HEIGHT
      : Math.max(0, this.scroller.position - gone * ROW_HEIGHT);
    this.scroller.setRows(end - first, position);
  }

  /** What the rows show is another. */
  redraw(): void {
    this.scroller.invalidate();
  }

  /** VS Code reads it when it opens its context menu, by the mouse or by a key. */
  setContext(context: string): void {
    this.grid.setAttribute('data-vscode-context', context);
  }

  /** For who was in a part of the page that goes. The grid is in sight: the browser need not scroll to it. */
  focus(): void {
    this.grid.focus({ preventScroll: true });
  }

  /** Selects that row alone and shows it; undefined selects none. */
  choose(index: number | undefined): void {
    if (index === undefined) {
      this.selection = undefined;
      this.grid.removeAttribute('aria-activedescendant');
      this.scroller.drawNow();
      this.model.selected(nothingSelected, undefined);
    } else {
      this.keepsEnd = false;
      this.go(index, 'replace');
    }
  }

  /** By a hand. */
  private movedToEnd(isAtEnd: boolean): void {
    this.keepsEnd = isAtEnd;
    this.model.movedToEnd(isAtEnd);
  }

  private get isAtEnd(): boolean {
    return this.end - this.window.from <= this.scroller.pageRows + 1;
  }

  private go(target: number, mode: SelectMode, column?: EventColumn): void {
    const index = Math.min(Math.max(this.first, target), this.end - 1);
    this.setSelection(select(this.selection ?? nothingSelected, index, mode), column);
  }

  private setSelection(selection: RowSelection, column?: EventColumn): void {
    this.selection = selection;
    this.scroller.show(selection.active - this.first);
    this.scroller.drawNow();
    this.model.selected(selection, column);
  }

  private draw({ first, last, top }: VisibleRows): void {
    const count = Math.max(0, last - first + 1);
    while (this.rows.length < count) {
      const row = new GridRow(this.columns);
      this.rows.push(row);
      this.scroller.layer.append(row.element);
    }
    // Hidden first: an id is there once.
    this.rows.slice(count).forEach(row => row.hide());
    for (let place = 0; place < count; place++) {
      const position = first + place;
      const index = this.first + position;
      this.rows[place]?.show({
        ...{ index, position, top: rowTop(top, place) },
        event: this.model.event(index),
        isSelected: this.selection !== undefined && hasPosition(this.selection.selected, index),
        isActive: index === this.selection?.active,
      });
    }
    this.tellActive(first, last);
    this.model.moved();
  }

  /** For assistive technology, while the active row is on screen. */
  private tellActive(first: number, last: number): void {
    const active = this.selection ? this.selection.active - this.first : -1;
    if (active >= first && active <= last) {
      this.grid.setAttribute('aria-activedescendant', idOf(active + this.first));
    } else {
      this.grid.removeAttribute('aria-activedescendant');
    }
  }

  private onMouse(event: MouseEvent): void {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>('.event-row');
    const index = Number(row?.dataset['index'] ?? Number.NaN);
    if (Number.isNaN(index)) {
      return;
    }
    event.preventDefault();
    this.focus();
    this.movedToEnd(false);
    const cell = target.closest('.cell');
    const column = cell ? this.columns[[...(row?.children ?? [])].indexOf(cell)] : undefined;
    if (event.button === 2) {
      this.setSelection(selectForMenu(this.selection ?? nothingSelected, index), column);
    } else if (event.button === 0) {
      this.go(index, event.shiftKey ? 'extend' : toggles(event) ? 'toggle' : 'replace', column);
    }
  }

  private onKey(event: KeyboardEvent): void {
    if (event.target !== this.grid) {
      return;
    }
    const control = toggles(event);
    const action = gridAction(event, {
      active: this.selection?.active ?? this.window.from - 1,
      total: this.end,
      pageRows: this.scroller.pageRows,
    });
    if (control && event.key === 'c') {
      // VS Code listens further out, and would copy what is selected as text.
      event.preventDefault();
      event.stopPropagation();
      this.model.copy();
    } else if (event.key === 'Escape') {
      this.choose(undefined);
    } else if (control && event.key === 'End') {
      event.preventDefault();
      this.movedToEnd(true);
    } else if (action) {
      event.preventDefault();
      if (action.type === 'go' && this.end > this.first) {
        this.movedToEnd(false);
        this.go(action.position, action.mode);
      } else if (action.type === 'all') {
        event.stopPropagation();
        this.setSelection(allOf(this.selection ?? nothingSelected, this.first, this.end));
      }
    }
  }
}

function allOf(selection: RowSelection, first: number, end: number): RowSelection {
  const active = Math.max(first, selection.active);
  return { ...selectAll(selection, end), active, selected: end > first ? [[first, end - 1]] : [] };
}

function toggles(event: MouseEvent | KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey;
}

/** Texts get what room there is. */
function widthOf({ width, isNumber }: EventColumn): string {
  return isNumber ? `${width}ch` : `minmax(${width}ch, ${width}fr)`;
}
