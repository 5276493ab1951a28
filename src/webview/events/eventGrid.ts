import type { EventStrings, ViewEvent } from '../../protocol/eventsView';
import { element } from '../shared/dom';
import { ROW_HEIGHT, VirtualScroller, type VisibleRows } from '../shared/virtualScroller';
import type { EventColumn } from './eventColumns';

/** What the grid shows, and what it tells of. */
export interface EventGridModel {
  /** By number in the view; undefined until it has arrived. */
  event(index: number): ViewEvent | undefined;
  /** The rows on screen changed. */
  moved(): void;
  /** The user chose a row, or none. */
  chosen(index: number | undefined): void;
  /** The user moved away from the newest. */
  leftEnd(): void;
}

/** A virtual table of events as an ARIA grid: one row has the focus, arrows move it. */
export class EventGrid {
  readonly element: HTMLElement;
  private readonly scroller = new VirtualScroller(visible => this.draw(visible));
  private readonly header = element('div', {
    className: 'event-row header',
    attributes: { role: 'row', 'aria-rowindex': '1' },
  });
  private columns: readonly EventColumn[] = [];
  private rows: HTMLElement[] = [];
  /** Numbers in the view of the first row and after the last. */
  private first = 0;
  private end = 0;
  private active: number | undefined;
  private isMoving = false;

  constructor(
    private readonly model: EventGridModel,
    strings: EventStrings,
  ) {
    const { viewport } = this.scroller;
    viewport.setAttribute('role', 'rowgroup');
    viewport.tabIndex = 0;
    this.element = element(
      'div',
      { className: 'grid', attributes: { role: 'grid', 'aria-label': strings.grid } },
      element('div', { attributes: { role: 'rowgroup' } }, this.header),
      viewport,
    );
    viewport.addEventListener('keydown', event => this.onKey(event));
    viewport.addEventListener('mousedown', event => this.onMouse(event));
    for (const type of ['wheel', 'touchmove'] as const) {
      viewport.addEventListener(type, () => model.leftEnd(), { passive: true });
    }
    viewport.addEventListener('scroll', () => {
      if (!this.isMoving && !this.isAtEnd) {
        model.leftEnd();
      }
    });
  }

  /** Number of the row at the top, and how many fit. */
  get window(): { readonly from: number; readonly count: number } {
    return {
      from: this.first + Math.floor(this.scroller.position / ROW_HEIGHT),
      count: this.scroller.pageRows + 2,
    };
  }

  get isAtEnd(): boolean {
    return (
      this.end - this.first - this.scroller.position / ROW_HEIGHT <= this.scroller.pageRows + 1
    );
  }

  setColumns(columns: readonly EventColumn[]): void {
    this.columns = columns;
    this.element.style.setProperty('--columns', columns.map(widthOf).join(' '));
    this.element.setAttribute('aria-colcount', String(columns.length));
    this.header.replaceChildren(
      ...columns.map((column, at) =>
        element('div', {
          className: column.isNumber ? 'cell number' : 'cell',
          text: column.title,
          attributes: { role: 'columnheader', 'aria-colindex': String(at + 1) },
        }),
      ),
    );
    this.rows = [];
    this.scroller.layer.replaceChildren();
    this.scroller.invalidate();
  }

  /** The view's events have these numbers now; `follow` keeps the newest in sight. */
  setExtent(first: number, end: number, follow: boolean): void {
    const gone = first - this.first;
    this.first = first;
    this.end = end;
    this.element.setAttribute('aria-rowcount', String(end - first + 1));
    const position = follow
      ? (end - first) * ROW_HEIGHT
      : Math.max(0, this.scroller.position - gone * ROW_HEIGHT);
    this.isMoving = true;
    this.scroller.setRows(end - first, position);
    this.isMoving = false;
  }

  redraw(): void {
    this.scroller.invalidate();
  }

  /** For who was in a part of the page that goes. */
  focus(): void {
    this.scroller.viewport.focus();
  }

  choose(index: number | undefined): void {
    this.active = index;
    if (index !== undefined) {
      this.isMoving = true;
      this.scroller.show(index - this.first);
      this.isMoving = false;
    } else {
      this.scroller.viewport.removeAttribute('aria-activedescendant');
    }
    this.scroller.drawNow();
    this.model.chosen(index);
  }

  private draw({ first, last, top }: VisibleRows): void {
    this.fit(Math.max(0, last - first + 1));
    this.rows.forEach(row => (row.hidden = true));
    for (let at = first; at <= last; at++) {
      const row = this.rows[at - first];
      if (row) {
        row.hidden = false;
        row.style.transform = `translateY(${top + (at - first) * ROW_HEIGHT}px)`;
        this.drawRow(row, this.first + at);
      }
    }
    this.model.moved();
  }

  private drawRow(row: HTMLElement, index: number): void {
    const event = this.model.event(index);
    row.dataset['index'] = String(index);
    row.id = `event-${index}`;
    row.setAttribute('aria-rowindex', String(index - this.first + 2));
    row.setAttribute('aria-selected', String(index === this.active));
    this.columns.forEach((column, at) => {
      const cell = row.children[at];
      const text = event ? column.text(event) : '';
      if (cell && cell.textContent !== text) {
        cell.textContent = text;
      }
    });
    if (index === this.active) {
      this.scroller.viewport.setAttribute('aria-activedescendant', row.id);
    }
  }

  private fit(count: number): void {
    while (this.rows.length < count) {
      const row = element(
        'div',
        { className: 'event-row', attributes: { role: 'row' } },
        ...this.columns.map((column, at) =>
          element('div', {
            className: column.isNumber ? 'cell number' : 'cell',
            attributes: { role: 'gridcell', 'aria-colindex': String(at + 1) },
          }),
        ),
      );
      this.rows.push(row);
      this.scroller.layer.append(row);
    }
  }

  private onMouse(event: MouseEvent): void {
    const row = (event.target as Element).closest<HTMLElement>('.event-row');
    if (row?.dataset['index'] !== undefined && event.button === 0) {
      this.model.leftEnd();
      this.choose(Number(row.dataset['index']));
    }
  }

  private onKey(event: KeyboardEvent): void {
    const target = this.target(event.key);
    if (target !== undefined && this.end > this.first && !event.altKey && !event.ctrlKey) {
      event.preventDefault();
      this.model.leftEnd();
      this.choose(Math.min(Math.max(this.first, target), this.end - 1));
    } else if (event.key === 'Escape') {
      this.choose(undefined);
    } else if (event.ctrlKey && event.key === 'a') {
      // One row is chosen at a time. VS Code listens further out, and would select all text of the page.
      event.preventDefault();
      event.stopPropagation();
    }
  }

  private target(key: string): number | undefined {
    const active = this.active ?? this.window.from;
    switch (key) {
      case 'ArrowUp':
        return active - 1;
      case 'ArrowDown':
        return active + 1;
      case 'PageUp':
        return active - this.scroller.pageRows;
      case 'PageDown':
        return active + this.scroller.pageRows;
      case 'Home':
        return this.first;
      case 'End':
        return this.end - 1;
      default:
        return undefined;
    }
  }
}

/** Texts get what room there is. */
function widthOf({ width, isNumber }: EventColumn): string {
  return isNumber ? `${width}ch` : `minmax(${width}ch, ${width}fr)`;
}
