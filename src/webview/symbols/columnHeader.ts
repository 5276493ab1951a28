import type { ViewOrder, ViewStrings } from '../../protocol/symbolsView';
import { element, icon } from '../shared/dom';
import { columnIndex, COLUMNS, type Column } from './columns';
import type { Sorting } from './sorting';

const ORDERS: Partial<Record<Column, ViewOrder>> = {
  name: 'name',
  offset: 'address',
  size: 'size',
  binding: 'binding',
  section: 'section',
  source: 'source',
};

/** The first row of the grid: names of the columns, most of which sort. */
export class ColumnHeader {
  readonly element = element('div', {
    className: 'row header',
    attributes: { role: 'row', 'aria-rowindex': '1' },
  });
  private readonly headers = new Map<ViewOrder, { cell: HTMLElement; arrow: HTMLElement }>();

  constructor(columns: ViewStrings['columns'], onSort: (order: ViewOrder) => void) {
    for (const key of COLUMNS) {
      const cell = element('div', {
        className: `cell ${key}`,
        attributes: { role: 'columnheader', 'aria-colindex': columnIndex(key) },
      });
      const order = ORDERS[key];
      if (order) {
        const arrow = icon('arrow-up');
        const button = element(
          'button',
          { attributes: { type: 'button', title: columns[key] }, text: columns[key] },
          arrow,
        );
        button.addEventListener('click', () => onSort(order));
        cell.append(button);
        this.headers.set(order, { cell, arrow });
      } else {
        cell.textContent = columns[key];
      }
      this.element.append(cell);
    }
  }

  draw(sorting: Sorting): void {
    for (const [order, { cell, arrow }] of this.headers) {
      const sorted = sorting.order === order;
      const direction = sorting.descending ? 'descending' : 'ascending';
      cell.setAttribute('aria-sort', sorted ? direction : 'none');
      arrow.hidden = !sorted;
      arrow.className = `codicon codicon-arrow-${sorting.descending ? 'down' : 'up'}`;
    }
  }
}
