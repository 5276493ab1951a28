import { TOOK, type EventFields, type ProcessName } from '../../events/eventFields';
import type { EventStore } from '../../events/eventStore';
import type { EventView } from '../../events/eventView';
import type { ExportSource } from '../../events/export/writeEvents';

/** What is saved of a capture. */
interface Saved {
  readonly store: EventStore;
  readonly fields: EventFields;
  /** Time 0 in ms since the epoch. */
  readonly epoch?: number;
}

/** The events that a view has now, without the columns that are masked. */
export function exportSource(
  { store, fields, epoch }: Saved,
  view: EventView,
  masked: ReadonlySet<string>,
  labels: readonly string[],
  processName: ProcessName,
): ExportSource {
  const first = view.firstIndex;
  const zero = epoch === undefined ? (store.epoch ?? 0n) : BigInt(Math.round(epoch * 1e6));
  const isShown = (name: string): boolean => !masked.has(name);
  const columns = new Set(
    store.tables.flatMap(({ format }) => format.fields.map(({ name }) => name)).filter(isShown),
  );
  return {
    count: view.endIndex - first,
    columns: [...columns],
    masked: [...masked],
    row(at) {
      if (first + at < view.firstIndex) {
        return undefined;
      }
      const position = view.position(first + at);
      const index = store.order.table(position);
      const row = store.order.row(position);
      const table = store.tables[index];
      const took = fields.counted(index, TOOK)?.value(row);
      const thread = table?.thread(row) ?? 0;
      return (
        table && {
          time: zero + BigInt(Math.round(table.time(row))),
          cpu: table.cpu(row),
          thread,
          process: isShown('process') ? processName(thread) : '',
          event: labels[index] ?? table.format.name,
          ...(typeof took === 'number' && { took }),
          fields: table.format.fields.flatMap(({ name }, column) =>
            isShown(name) ? [{ name, value: table.value(row, column) }] : [],
          ),
        }
      );
    },
  };
}
