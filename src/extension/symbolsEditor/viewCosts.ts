import type { ViewCost } from '../../protocol/symbolsView';
import type { RowCost } from '../../workers/symbolMessages';
import { siteText } from '../pickers/costText';
import { shortCost } from '../text/shortCost';
import type { Translate } from '../text/translate';

/** A row's cost as the table shows it. @param release of the running kernel */
export function viewCost(cost: RowCost, release: string, t: Translate): ViewCost {
  const { text, past } = shortCost(cost, release, t);
  return {
    index: cost.index,
    text,
    past,
    title: [...siteText(cost, t), past].filter(Boolean).join('\n'),
    warning: cost.warnings.length > 0,
  };
}
