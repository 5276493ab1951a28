import type { EventView } from '../../events/eventView';
import { RETURNED } from '../../events/returnedColumns';
import type { EventRow } from '../eventMessages';
import type { Capture } from './capture';
import { callOf } from './callOf';

/** The view's event with that number, as shown. */
export function eventRow(capture: Capture, view: EventView, index: number): EventRow {
  const { store, fields } = capture;
  const position = view.position(index);
  const schema = store.order.table(position);
  const at = store.order.row(position);
  const table = store.tables[schema];
  const thread = table?.thread(at) ?? 0;
  const { took, returned } = callOf(capture, position);
  // A probe's argument may be called what a column that is made here is.
  const own = table?.format.fields.length ?? 0;
  return {
    index,
    time: table?.time(at) ?? 0,
    cpu: table?.cpu(at) ?? 0,
    thread,
    process: capture.processName(thread),
    schema,
    values: fields
      .columns(schema)
      .map(({ name }, column) =>
        column >= own && name === RETURNED
          ? returned
          : (fields.reader(schema, name)?.text(at) ?? ''),
      ),
    ...(took !== undefined && { took }),
  };
}
