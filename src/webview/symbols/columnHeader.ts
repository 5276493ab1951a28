import type { ViewOrder, ViewStrings } from '../../protocol/symbolsView';
import { element, icon } from '../shared/dom';
import type { Sorting } from './sorting';

const ORDERS: Partial<Record<keyof ViewStrings['columns'], ViewOrder>> = {
  name: 'name',
  offset: 'address',
  size: 'size',
};

/** The first row of the grid: names of the columns, three of which sort. */
export class ColumnHeader {
  readonly element = element('div', {
    className: 'row header',
    attributes: { role: 'row', 'aria-rowindex': '1' },
  });
  private readonly headers = new Map<ViewOrder, { cell: HTMLElement; arrow: HTMLElement }>();

  constructor(columns: ViewStrings['columns'], onSort: (order: ViewOrder) => void) {
    for (const key of ['name', 'offset', 'size', 'binding', 'place', 'probed'] as const) {
      const cell = element('div', {
        className: `cell ${key}`,
        attributes: { role: 'columnheader' },
      });
      const order = ORDERS[key];
      if (order) {
        const arrow = icon('arrow-up');
        const button = element(
          'button',
          { attributes: { type: 'button' }, text: columns[key] },
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
