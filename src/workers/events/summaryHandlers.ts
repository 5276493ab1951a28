import { Summary } from '../../events/summary';
import type { EventRequests, SummaryFacts } from '../eventMessages';
import type { EventSession } from './eventSession';
import type { Handlers } from './handlers';

/** What is counted over the events that are shown. */
export function summaryHandlers(session: EventSession) {
  return {
    summary({
      view: number,
      columns,
      limit,
    }: EventRequests['summary']['params']): Promise<SummaryFacts> {
      const { capture } = session;
      capture.pairUp();
      const shown = capture.shown(number);
      shown.summary ??= new Summary(capture.store, shown.view, capture.fields);
      return shown.summary.facts(columns, limit, capture.isQuiet());
    },
  } satisfies Handlers<'summary'>;
}
