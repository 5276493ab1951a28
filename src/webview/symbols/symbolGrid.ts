import type { MenuContext, ViewMark, ViewRow, ViewStrings } from '../../protocol/symbolsView';
import { element } from '../shared/dom';
import { ColumnHeader } from './columnHeader';
import { moveByKey } from './gridKeys';
import {
  nothingSelected,
  select,
  selectForMenu,
  toRanges,
  type RowSelection,
  type SelectMode,
} from './rowSelection';
import { RowView } from './rowView';
import type { Sorting } from './sorting';
import { ROW_HEIGHT, VirtualScroller, type VisibleRows } from './virtualScroller';

/** What the grid shows, and what it tells of. */
export interface GridModel {
  readonly editor: number;
  row(position: number): ViewRow | undefined;
  mark(offset: string): ViewMark | undefined;
  /** Names are shown as in the file. */
  raw(): boolean;
  /** These rows (both ends included) are on screen. */
  needed(first: number, last: number): void;
  attach(): void;
  sort(order: Sorting['order']): void;
  /** Scroll position or active row changed. */
  moved(): void;
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
        attributes: { role: 'grid', 'aria-label': strings.grid, 'aria-multiselectable': 'true' },
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

  get ranges(): ReturnType<typeof toRanges> {
    return toRanges(this.selection.selected);
  }

  /** The rows of another query: `active` and `position` are where to be in them. */
  reset(query: number, total: number, active = 0, position = 0): void {
    this.query = query;
    this.total = total;
    const row = Math.min(active, Math.max(0, total - 1));
    this.selection = { active: row, anchor: row, selected: new Set(total > 0 ? [row] : []) };
    this.element.setAttribute('aria-rowcount', String(total + 1));
    this.scroller.setRows(total, position);
    this.writeContext();
  }

  /** Selects a row and brings it into sight. */
  go(position: number, mode: SelectMode = 'replace', focus = true): void {
    this.selection = select(this.selection, position, mode);
    this.scroller.show(this.selection.active);
    this.scroller.drawNow();
    if (focus) {
      this.focus();
    }
    this.writeContext();
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
          selected: this.selection.selected.has(position),
          active: position === this.active,
          raw: model.raw(),
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
      this.selection = selectForMenu(this.selection, position);
      this.scroller.drawNow();
      this.focus();
      this.writeContext();
    } else if (event.button === 0) {
      this.go(position, event.shiftKey ? 'extend' : toggles(event) ? 'toggle' : 'replace');
    }
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) {
      return;
    }
    const target = moveByKey(event.key, this.active, this.total, this.scroller.pageRows);
    if (target !== undefined) {
      event.preventDefault();
      this.go(target, event.shiftKey ? 'extend' : 'replace');
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.model.attach();
    } else if (event.key === ' ') {
      event.preventDefault();
      this.go(this.active, 'toggle');
    }
  }

  /** VS Code reads this attribute when it opens its context menu and hands it to the command. */
  private writeContext(): void {
    const { ranges, model } = this;
    const { layer } = this.scroller;
    if (ranges.length === 0) {
      layer.removeAttribute('data-vscode-context');
      return;
    }
    const able = [...this.selection.selected].some(position => !model.row(position)?.refusal);
    const context: MenuContext & { preventDefaultContextMenuItems: true } = {
      webviewSection: able ? 'symbol' : 'symbolRefused',
      editor: model.editor,
      selection: { query: this.query, ranges },
      preventDefaultContextMenuItems: true,
    };
    layer.setAttribute('data-vscode-context', JSON.stringify(context));
  }
}

function toggles(event: MouseEvent): boolean {
  return event.ctrlKey || event.metaKey;
}
