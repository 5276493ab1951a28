import type { NameChoice, ViewQuery } from '../../protocol/symbolsView';

/** What outlives the page while its tab is hidden. */
export interface PageState {
  readonly query: ViewQuery;
  readonly active: number;
  /** px from the top of all rows. */
  readonly position: number;
  readonly names?: NameChoice;
}

/** All rows, as they are when nothing was typed. */
export const FIRST_QUERY: ViewQuery = {
  number: 1,
  text: '',
  order: 'relevance',
  descending: false,
  probeableOnly: false,
};
