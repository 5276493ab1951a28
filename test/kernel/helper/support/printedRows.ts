import { readFile } from 'node:fs/promises';
import { parseEventFormat } from '../../../../src/events/eventFormat';
import { EventStore } from '../../../../src/events/eventStore';
import { valueText } from '../../../../src/events/valueText';
import type { Captured } from './captured';

/** The events of an instance as the kernel prints them: `name: n=1 text="x"`. */
export async function printedBy(instanceFolder: string): Promise<(string | undefined)[]> {
  return (await readFile(`${instanceFolder}/trace`, 'utf8'))
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => / (\w+): \(0x[0-9a-f]+\) (.*)$/.exec(line)?.slice(1).join(': '));
}

/** What was captured of one event, in a store. */
export function storeOf({ layout, frames }: Captured, format: string): EventStore {
  const store = new EventStore(layout, 1_000_000);
  store.addFormat(parseEventFormat(format)!);
  frames.forEach(({ cpu, pages }) => store.add(cpu, pages));
  store.flush();
  return store;
}

/** The rows of a store with one event, as {@link printedBy} has them. */
export function printedRows(store: EventStore): string[] {
  const [table] = store.tables;
  return Array.from({ length: store.order.end }, (_, position) => {
    const row = store.order.row(position);
    const values = table!.format.fields
      .map((field, column) => `${field.name}=${valueText(table!.value(row, column), field)}`)
      .filter(value => !value.startsWith('__probe_ip'));
    return `${table!.format.name}: ${values.join(' ')}`;
  });
}
