import { Summary } from '../../events/summary';
import type { EventRequests, SummaryFacts } from '../eventMessages';
import type { EventSession } from './eventSession';
import type { Handlers } from './handlers';
import { sampledFacts } from './sampledFacts';
import { wholeCounts, withWholeCounts } from './wholeCounts';

/** What is counted over the events that are shown. */
export function summaryHandlers(session: EventSession) {
  return {
    async summary({
      view: number,
      columns,
      limit,
    }: EventRequests['summary']['params']): Promise<SummaryFacts> {
      const { capture } = session;
      capture.pairUp();
      const shown = capture.shown(number);
      shown.summary ??= new Summary(capture.store, shown.view, capture.fields);
      capture.store.aggregate.times.advance(capture.isQuiet());
      const whole = shown.view.isWhole ? wholeCounts(capture, columns, limit) : undefined;
      const others = columns.filter(column => !whole?.has(column));
      const facts = await shown.summary.facts(others, limit, capture.isQuiet());
      const told = whole ? withWholeCounts(facts, capture, columns, whole) : facts;
      const sampled = sampledFacts(capture, whole);
      return sampled ? { ...told, sampled } : told;
    },
  } satisfies Handlers<'summary'>;
}
