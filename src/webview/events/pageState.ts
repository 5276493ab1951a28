import type { ViewCondition } from '../../protocol/eventsView';
import type { NumberBase } from './numberText';

/** Kept over a reload of the page. */
export interface PageState {
  readonly text: string;
  readonly conditions: readonly ViewCondition[];
  /** What the user chose for each card of the summary, null where it is left to us. */
  readonly columns: readonly (string | null)[];
  readonly numbers: NumberBase;
  readonly isRelative: boolean;
  readonly isSummaryHidden: boolean;
}

const NEW: PageState = {
  ...{ text: '', conditions: [], columns: [] },
  ...{ numbers: 'own', isRelative: false, isSummaryHidden: false },
};

/** What was kept may be of an older version of the page. */
export function pageState(kept: Partial<PageState> | undefined): PageState {
  return { ...NEW, ...kept };
}
