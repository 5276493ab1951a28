import { Summary } from '../../events/summary';
import type { EventRequests, SummaryFacts } from '../eventMessages';
import type { EventSession } from './eventSession';
import type { Handlers } from './handlers';

/** What is counted over the events that are shown. */
export function summaryHandlers(session: EventSession) {
  return {
    async summary({
      view: number,
      column,
      limit,
    }: EventRequests['summary']['params']): Promise<SummaryFacts> {
      const { capture } = session;
      capture.pairUp();
      const { store, fields } = capture;
      const shown = capture.shown(number);
      if (shown.summary?.column !== column) {
        shown.summary = { column, made: new Summary(store, shown.view, fields, column) };
      }
      const { made } = shown.summary;
      await made.advance(capture.isQuiet());
      return made.facts(limit);
    },
  } satisfies Handlers<'summary'>;
}
