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
    async filter({ view: number, filter }: EventRequests['filter']['params']): Promise<EventNews> {
      const { capture } = session;
      const { store, fields } = capture;
      capture.pairUp();
      const view = new EventView(store, filter && filterTest(store, fields, filter));
      capture.shown(number).show(view, filter);
      await view.complete();
      return capture.news(number);
    },

    rows({
      view: number,
      from,
      to,
    }: EventRequests['rows']['params']): EventRequests['rows']['result'] {
      const { capture } = session;
      capture.pairUp();
      const { view } = capture.shown(number);
      // The newest of the same moment as the news: a page that follows shows the end.
      const begin = Math.max(from < 0 ? view.endIndex + from : from, view.firstIndex);
      const end = Math.min(from < 0 ? view.endIndex : to, view.endIndex, begin + MAX_ROWS);
      const rows: EventRow[] = [];
      for (let index = begin; index < end; index++) {
        rows.push(eventRow(capture, view, index));
      }
      return { rows, news: capture.news(number) };
    },

    closeView({ view }: EventRequests['closeView']['params']): null {
      session.capture.closeView(view);
      return null;
    },
  } satisfies Handlers<'filter' | 'rows' | 'closeView'>;
}
