import { TOOK } from '../../events/eventFields';
import type { EventView } from '../../events/eventView';
import type { ExportRow } from '../../events/export/exportRow';
import type { ExportSource } from '../../events/export/writeEvents';
import { MASKED } from '../../events/maskedColumn';
import { callerName, RETURNS_TO } from '../../events/masks';
import type { Capture } from './capture';
import { SavedRows } from './savedRows';

/** Fields of the kernel's own, such as `__probe_ip`: left out without a word. */
const KERNELS = /^__/;

/** The events that a view has now, without the values of columns that are masked here or were before. */
export function exportSource(
  capture: Capture,
  view: EventView,
  masked: ReadonlySet<string>,
  labels: readonly string[],
): ExportSource {
  const { store, fields, epoch } = capture;
  const rows = new SavedRows(store, view);
  const zero = epoch === undefined ? (store.epoch ?? 0n) : BigInt(Math.round(epoch * 1e6));
  const isSaved = (name: string): boolean => !(masked.has(name) && KERNELS.test(name));
  const tables = store.tables.map(({ format }, index) => ({
    label: labels[index] ?? format.name,
    // A call is one event of its duration: its return.
    took: fields.counted(index, TOOK),
    columns: fields
      .columns(index)
      .filter(({ name }) => isSaved(name))
      .map(({ name, masked: isMasked = false }) => {
        const isHidden =
          isMasked ||
          (name === RETURNS_TO && masked.has(callerName(format))) ||
          [name, ...fields.tells(index, name)].some(told => masked.has(told));
        return {
          name,
          isHidden,
          value: isHidden ? () => MASKED : fields.reader(index, name)?.value,
        };
      }),
  }));
  const hidden = tables.flatMap(({ columns }) => columns.filter(({ isHidden }) => isHidden));

  const row = (at: number): ExportRow | undefined => {
    const place = rows.at(at);
    const table = place && store.tables[place.table];
    const facts = place && tables[place.table];
    if (!table || !facts) {
      return undefined;
    }
    const { row } = place;
    const took = facts.took?.value(row);
    const thread = table.thread(row);
    return {
      time: zero + BigInt(Math.round(table.time(row))),
      cpu: table.cpu(row),
      thread,
      process: masked.has('process') ? MASKED : capture.processName(thread),
      event: facts.label,
      ...(typeof took === 'number' && { took }),
      fields: facts.columns.map(({ name, value }) => ({ name, value: value?.(row) ?? null })),
    };
  };
  return {
    count: rows.count,
    zero,
    columns: [...new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)))],
    masked: [...new Set([...hidden.map(({ name }) => name), ...[...masked].filter(isSaved)])],
    row,
  };
}
