import { Summary } from '../../events/summary';
import type { EventRequests, SummaryFacts } from '../eventMessages';
import type { EventSession } from './eventSession';
import type { Handlers } from './handlers';

/** What is counted over the events that are shown. */
export function summaryHandlers(session: EventSession) {
  return {
    async summary({ column, limit }: EventRequests['summary']['params']): Promise<SummaryFacts> {
      const { capture } = session;
      capture.pairUp();
      const { store, view, fields } = capture;
      if (capture.summary?.column !== column) {
        capture.summary = { column, made: new Summary(store, view, fields, column) };
      }
      const { made } = capture.summary;
      await made.advance(capture.isQuiet());
      return made.facts(limit);
    },
  } satisfies Handlers<'summary'>;
}
