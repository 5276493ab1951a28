import type {
  NameChoice,
  ViewCost,
  ViewMark,
  ViewRow,
  ViewStrings,
} from '../../protocol/symbolsView';
import { element } from '../shared/dom';
import { ColumnHeader } from './columnHeader';
import { COLUMNS } from './columns';
import { gridAction } from '../shared/gridKeys';
import { menuContext } from './menuContext';
import { countPositions, hasPosition, type PositionRanges } from '../shared/positionRanges';
import {
  nothingSelected,
  select,
  selectAll,
  selectForMenu,
  type RowSelection,
  type SelectMode,
} from '../shared/rowSelection';
import { RowView } from './rowView';
import type { Sorting } from './sorting';
import { ROW_HEIGHT, VirtualScroller, type VisibleRows } from '../shared/virtualScroller';

/** What the grid shows, and what it tells of. */
export interface GridModel {
  readonly editor: number;
  row(position: number): ViewRow | undefined;
  mark(offset: string): ViewMark | undefined;
  /** By {@link ViewRow.index}. */
  cost(row: number): ViewCost | undefined;
  names(): NameChoice;
  /** These rows (both ends included) are on screen. */
  needed(first: number, last: number): void;
  attach(): void;
  sort(order: Sorting['order']): void;
  /** Scroll position or active row changed. */
  moved(): void;
  /** So many rows are selected now. */
  selected(count: number): void;
}

/** A virtual table as an ARIA grid: one row has the focus, arrows move it. */
export class SymbolGrid {
  readonly element: HTMLElement;
  readonly header: ColumnHeader;
  readonly scroller = new VirtualScroller(visible => this.draw(visible));
  private selection: RowSelection = nothingSelected;
  /** Number of the query whose rows are shown, and how many there are. */
  private query = 0;
  private total = 0;
  /** What is selected was chosen, and is not just the first row. */
  touched = false;
  private pool: RowView[] = [];

  constructor(
    private readonly model: GridModel,
    strings: ViewStrings,
  ) {
    this.header = new ColumnHeader(strings.columns, order => model.sort(order));
    const { viewport } = this.scroller;
    viewport.setAttribute('role', 'rowgroup');
    this.element = element(
      'div',
      {
        className: 'grid',
        attributes: {
          role: 'grid',
          'aria-label': strings.grid,
          'aria-multiselectable': 'true',
          'aria-colcount': String(COLUMNS.length),
        },
      },
      element('div', { attributes: { role: 'rowgroup' } }, this.header.element),
      viewport,
    );
    viewport.addEventListener('keydown', event => this.onKey(event));
    viewport.addEventListener('mousedown', event => this.onMouse(event));
    viewport.addEventListener('dblclick', event => {
      if (this.positionOf(event) !== undefined) {
        model.attach();
      }
    });
    // The keyboard's menu key comes without a mouse button before it.
    viewport.addEventListener('contextmenu', () => this.writeContext(), { capture: true });
  }

  get active(): number {
    return this.selection.active;
  }

  get ranges(): PositionRanges {
    return this.selection.selected;
  }

  /** The rows of another query: `active` and `position` are where to be in them, `kept` what is selected. */
  reset(query: number, total: number, active = 0, position = 0, kept?: PositionRanges): void {
    this.query = query;
    this.total = total;
    const row = Math.min(active, Math.max(0, total - 1));
    const selected = kept ?? (total > 0 ? ([[row, row]] as const) : []);
    this.element.setAttribute('aria-rowcount', String(total + 1));
    this.scroller.setRows(total, position);
    this.setSelection({ active: row, anchor: row, selected: selected.map(([a, b]) => [a, b]) });
    this.touched = kept !== undefined;
  }

  private setSelection(selection: RowSelection): void {
    this.selection = selection;
    this.touched = true;
    this.writeContext();
    this.model.selected(countPositions(selection.selected));
  }

  /** Selects a row and brings it into sight. */
  go(position: number, mode: SelectMode = 'replace', focus = true): void {
    this.setSelection(select(this.selection, position, mode));
    this.scroller.show(this.selection.active);
    this.scroller.drawNow();
    if (focus) {
      this.focus();
    }
    this.model.moved();
  }

  /** Puts the focus on the active row. */
  focus(): void {
    this.scroller.show(this.active);
    this.scroller.drawNow();
    const view = this.viewOf(this.active);
    (view?.position === this.active ? view.element : this.scroller.viewport).focus({
      preventScroll: true,
    });
  }

  private draw({ first, last, top }: VisibleRows): void {
    const { model } = this;
    const hadFocus = this.scroller.viewport.contains(document.activeElement);
    this.fitPool(Math.max(0, last - first + 1));
    const unused = new Set(this.pool);
    for (let position = first; position <= last; position++) {
      const view = this.viewOf(position);
      const row = model.row(position);
      if (view) {
        unused.delete(view);
        view.element.hidden = false;
        view.element.style.transform = `translateY(${top + (position - first) * ROW_HEIGHT}px)`;
        view.draw({
          position,
          row,
          mark: row?.offset ? model.mark(row.offset) : undefined,
          cost: row && model.cost(row.index),
          selected: hasPosition(this.selection.selected, position),
          active: position === this.active,
          names: model.names(),
        });
      }
    }
    unused.forEach(view => (view.element.hidden = true));
    this.keepFocus(this.active >= first && this.active <= last, hadFocus);
    model.needed(first, last);
    model.moved();
  }

  /** With the active row out of sight the box itself takes the keys. */
  private keepFocus(activeDrawn: boolean, hadFocus: boolean): void {
    const { viewport } = this.scroller;
    viewport.tabIndex = activeDrawn ? -1 : 0;
    if (hadFocus) {
      const target = activeDrawn ? this.viewOf(this.active)?.element : viewport;
      if (target !== document.activeElement) {
        target?.focus({ preventScroll: true });
      }
    }
  }

  private fitPool(rows: number): void {
    // A few more than fit, so that a row keeps its element while it is scrolled by one.
    if (this.pool.length < rows) {
      this.pool = Array.from({ length: rows + 8 }, () => new RowView());
      this.scroller.layer.replaceChildren(...this.pool.map(view => view.element));
    }
  }

  private viewOf(position: number): RowView | undefined {
    return this.pool[position % Math.max(1, this.pool.length)];
  }

  private positionOf(event: Event): number | undefined {
    const row = (event.target as Element).closest('.row');
    return this.pool.find(view => view.element === row)?.position;
  }

  private onMouse(event: MouseEvent): void {
    const position = this.positionOf(event);
    if (position === undefined) {
      return;
    }
    event.preventDefault();
    if (event.button === 2) {
      this.setSelection(selectForMenu(this.selection, position));
      this.scroller.drawNow();
      this.focus();
    } else if (event.button === 0) {
      this.go(position, event.shiftKey ? 'extend' : toggles(event) ? 'toggle' : 'replace');
    }
  }

  private onKey(event: KeyboardEvent): void {
    const { active, total } = this;
    const action = gridAction(event, { active, total, pageRows: this.scroller.pageRows });
    if (!action) {
      return;
    }
    event.preventDefault();
    switch (action.type) {
      case 'go':
        this.go(action.position, action.mode);
        break;
      case 'all':
        // VS Code listens further out, and would select the text of the filter.
        event.stopPropagation();
        this.setSelection(selectAll(this.selection, total));
        this.scroller.drawNow();
        break;
      case 'attach':
        this.model.attach();
        break;
    }
  }

  /** VS Code reads this attribute when it opens its context menu and hands it to the command. */
  private writeContext(): void {
    const { model, query } = this;
    const { selected } = this.selection;
    const context = menuContext({ editor: model.editor, query }, selected, model);
    this.scroller.layer.setAttribute('data-vscode-context', JSON.stringify(context));
  }
}

function toggles(event: MouseEvent): boolean {
  return event.ctrlKey || event.metaKey;
}
