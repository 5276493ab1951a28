import { filterTest } from '../../events/eventFilter';
import { EventView } from '../../events/eventView';
import type { EventNews, EventRequests, EventRow } from '../eventMessages';
import { eventRow } from './eventRow';
import type { EventSession } from './eventSession';
import type { Handlers } from './handlers';

/** Rows in one answer. */
const MAX_ROWS = 1000;

/** Which events are shown, and those. */
export function viewHandlers(session: EventSession) {
  return {
    async filter({ filter }: EventRequests['filter']['params']): Promise<EventNews> {
      const { capture } = session;
      const { store, fields } = capture;
      const view = new EventView(store, filter && filterTest(store, fields, filter));
      capture.view = view;
      capture.summary = undefined;
      await view.complete();
      return capture.news();
    },

    rows({ from, to }: EventRequests['rows']['params']): EventRequests['rows']['result'] {
      const { capture } = session;
      capture.pairUp();
      const { view } = capture;
      const begin = Math.max(from, view.firstIndex);
      const end = Math.min(to, view.endIndex, begin + MAX_ROWS);
      const rows: EventRow[] = [];
      for (let index = begin; index < end; index++) {
        rows.push(eventRow(capture, index));
      }
      return { rows, news: capture.news() };
    },
  } satisfies Handlers<'filter' | 'rows'>;
}
