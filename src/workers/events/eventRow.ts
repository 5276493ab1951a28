import { TOOK } from '../../events/eventFields';
import type { EventView } from '../../events/eventView';
import type { EventRow } from '../eventMessages';
import type { Capture } from './capture';

/** The view's event with that number, as shown. */
export function eventRow(capture: Capture, view: EventView, index: number): EventRow {
  const { store, fields, pairs } = capture;
  const position = view.position(index);
  const schema = store.order.table(position);
  const at = store.order.row(position);
  const table = store.tables[schema];
  const thread = table?.thread(at) ?? 0;
  const paired = fields.reader(schema, TOOK)?.value(at);
  const took =
    paired === '' ? pairs.find(each => each.ret === schema)?.tookByNow(position) : paired;
  return {
    index,
    time: table?.time(at) ?? 0,
    cpu: table?.cpu(at) ?? 0,
    thread,
    process: capture.processName(thread),
    schema,
    values: (table?.format.fields ?? []).map(
      ({ name }) => fields.reader(schema, name)?.text(at) ?? '',
    ),
    ...(typeof took === 'number' && { took }),
  };
}
