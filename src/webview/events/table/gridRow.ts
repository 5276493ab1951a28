import type { ViewEvent } from '../../../protocol/eventsView';
import { element } from '../../shared/dom';
import { ROW_HEIGHT } from '../../shared/virtualScroller';
import type { EventColumn } from '../eventColumns';

/** What a row on screen shows. */
export interface RowFacts {
  readonly index: number;
  readonly event: ViewEvent | undefined;
  /** Among all rows of the view, from 0. */
  readonly position: number;
  readonly isSelected: boolean;
  /** It has the focus of the grid. */
  readonly isActive: boolean;
  /** y in px */
  readonly top: number;
}

/** Characters of a hint at most. */
const LONGEST_HINT = 2000;

/** One row of the table, for one event after the other; writes only what differs. */
export class GridRow {
  readonly element: HTMLElement;
  private readonly cells: readonly Text[];
  private readonly texts: string[];
  private shown: RowFacts | undefined;

  constructor(private readonly columns: readonly EventColumn[]) {
    this.cells = columns.map(() => document.createTextNode(''));
    this.texts = columns.map(() => '');
    this.element = element(
      'div',
      { className: 'event-row', attributes: { role: 'row' } },
      ...columns.map((column, at) => {
        const cell = element('div', {
          className: column.isNumber ? 'cell number' : 'cell',
          attributes: { role: 'gridcell', 'aria-colindex': String(at + 1) },
        });
        cell.append(this.cells[at] ?? '');
        return cell;
      }),
    );
  }

  show(facts: RowFacts): void {
    const { element: row, shown } = this;
    if (!shown) {
      row.hidden = false;
    }
    if (shown?.top !== facts.top) {
      row.style.transform = `translateY(${facts.top}px)`;
    }
    if (shown?.index !== facts.index) {
      row.dataset['index'] = String(facts.index);
      row.id = idOf(facts.index);
    }
    if (shown?.position !== facts.position) {
      row.setAttribute('aria-rowindex', String(facts.position + 2));
    }
    if (shown?.isSelected !== facts.isSelected) {
      row.setAttribute('aria-selected', String(facts.isSelected));
    }
    if (shown?.isActive !== facts.isActive) {
      row.classList.toggle('active', facts.isActive);
    }
    if (shown?.event !== facts.event || !facts.event) {
      this.write(facts.event);
    }
    this.shown = facts;
  }

  /** Nothing of it is left to be found: another row may have its id. */
  hide(): void {
    if (this.shown) {
      this.element.hidden = true;
      this.element.removeAttribute('id');
      this.element.removeAttribute('aria-selected');
      delete this.element.dataset['index'];
      this.shown = undefined;
    }
  }

  /** Says all of a value that its cell has no room for, to who points at it. */
  hint(cell: HTMLElement): void {
    const event = this.shown?.event;
    const column = this.columns[[...this.element.children].indexOf(cell)];
    if (event && column) {
      const whole = column.text(event);
      const isCut = whole !== cell.textContent || cell.scrollWidth > cell.clientWidth;
      cell.title = isCut ? whole.slice(0, LONGEST_HINT) : '';
    }
  }

  private write(event: ViewEvent | undefined): void {
    this.columns.forEach((column, at) => {
      const text = event ? column.cell(event) : '';
      const cell = this.cells[at];
      if (cell && this.texts[at] !== text) {
        cell.data = text;
        this.texts[at] = text;
      }
    });
  }
}

/** Of the element of a row that is on screen. */
export function idOf(index: number): string {
  return `event-${index}`;
}

/** y in px of the row at that place on the screen, where the first one is at `top`. */
export function rowTop(top: number, place: number): number {
  return top + place * ROW_HEIGHT;
}
