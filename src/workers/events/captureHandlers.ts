import { CallPairs } from '../../events/callPairs';
import { parseEventFormat } from '../../events/eventFormat';
import { parseStackFormats } from '../../events/stacks/stackFormat';
import type { EventNews, EventRequests, EventSchema } from '../eventMessages';
import type { EventSession } from './eventSession';
import type { Handlers } from './handlers';

/** A capture's beginning, its events' formats, and which of them are calls. */
export function captureHandlers(session: EventSession) {
  return {
    begin({ stackFormats, ...params }: EventRequests['begin']['params']): EventNews {
      const capture = session.begin(params);
      if (stackFormats) {
        capture.callers.recordStacks(parseStackFormats(stackFormats));
      }
      return capture.news();
    },

    format({ text, since = 0, code }: EventRequests['format']['params']): number {
      const format = parseEventFormat(text);
      if (!format) {
        throw new Error('The kernel describes this event in a way that is not known here.');
      }
      const { capture } = session;
      const { callers, store } = capture;
      const schema = store.addFormat(format, since, table => {
        if (code) {
          callers.add(table, code);
        }
      });
      capture.columnsChanged([schema]);
      // What came before its format takes its place now: calls are paired from the next look on.
      capture.settle();
      return schema;
    },

    pair({ entry, ret }: EventRequests['pair']['params']): EventNews {
      const { capture } = session;
      const known = capture.pairs.find(pair => pair.ret === ret);
      if (known) {
        known.addEntry(entry);
      } else {
        const before = capture.pairs.findLast(pair => pair.isEntry(entry));
        capture.pairs.push(new CallPairs(capture.store, entry, ret, before));
      }
      capture.store.aggregate.times.pair(entry, ret);
      capture.columnsChanged([entry, ret]);
      return capture.news();
    },

    schemas(): readonly EventSchema[] {
      const { store, fields, pairs } = session.capture;
      return store.tables.map(({ format: { name } }, table) => ({
        event: name,
        fields: fields.columns(table),
        hasTook: pairs.some(pair => pair.isEnd(table)),
      }));
    },
  } satisfies Handlers<'begin' | 'format' | 'pair' | 'schemas'>;
}
