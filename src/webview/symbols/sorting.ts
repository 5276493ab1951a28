import type { ViewOrder } from '../../protocol/symbolsView';

export interface Sorting {
  readonly order: ViewOrder;
  readonly descending: boolean;
}

/** A click on a column: ascending, descending, then unsorted again. */
export function nextSorting(current: Sorting, order: ViewOrder): Sorting {
  if (current.order !== order) {
    return { order, descending: false };
  }
  return current.descending
    ? { order: 'relevance', descending: false }
    : { order, descending: true };
}
