import { TOOK } from '../../events/eventFields';
import { RETURNED, returnedText } from '../../events/returnedColumns';
import type { Capture } from './capture';

/** What is known of the call of which an event is an end. */
interface Call {
  /** ns */
  readonly took?: number;
  /** Empty where it is not known, or the event tells it itself. */
  readonly returned: string;
}

/** Looks around for the other end of one of the newest calls, which are not paired yet. */
export function callOf({ store, fields, pairs }: Capture, position: number): Call {
  const { order } = store;
  const schema = order.table(position);
  const row = order.row(position);
  // Of an entry the newest, whose probe on the return is there.
  const pair = pairs.findLast(each => each.isEnd(schema));
  const took = fields.reader(schema, TOOK)?.value(row);
  const isMasked = store.isMasked(RETURNED, store.tables[schema]?.format.name ?? '');
  if (!pair || isMasked || typeof took === 'number') {
    const returned = fields.reader(schema, RETURNED)?.text(row) ?? '';
    return { returned, ...(typeof took === 'number' && { took }) };
  }
  const other = pair.otherEndByNow(position);
  return other === undefined
    ? { returned: '' }
    : {
        took: Math.abs(order.time(other) - order.time(position)),
        returned: pair.isEntry(schema) ? returnedText(store, pair, order.row(other)) : '',
      };
}
