import type { CallPairs } from './callPairs';
import type { Value } from './column';
import type { MadeColumn } from './madeColumn';
import type { EventField } from './eventFormat';
import type { EventStore } from './eventStore';
import { valueText } from './valueText';

/** What a call returned, on the events that are its entry. */
export const RETURNED = 'returned';

/** Fields of the kernel's own, such as `__probe_ret_ip`. */
const KERNELS = /^__/;

/** A column for entries whose return's probe tells a value. */
export function returnedColumns(
  store: EventStore,
  pairs: readonly CallPairs[],
  table: number,
): readonly MadeColumn[] {
  // The probe on the return may have been made again, as another event.
  const ends = pairs
    .filter(each => each.isEntry(table))
    .flatMap(pair => {
      const returns = store.tables[pair.ret];
      const told = returnedField(store, pair);
      return returns && told ? [{ pair, returns, ...told }] : [];
    });
  if (ends.length === 0) {
    return [];
  }
  const value = (
    row: number,
  ): { readonly value: Value; readonly field: EventField } | undefined => {
    for (const { pair, returns, at, field } of ends) {
      const ended = pair.returned(table, row);
      if (ended !== undefined) {
        return { value: returns.value(ended, at), field };
      }
    }
    return undefined;
  };
  const column: MadeColumn = {
    name: RETURNED,
    isOfRows: true,
    tells: ends.map(({ field }) => field.name),
    isNumber: ends.every(({ field }) => field.kind === 'int'),
    text: row => {
      const known = value(row);
      return known ? valueText(known.value, known.field) : '';
    },
    value: row => {
      const known = value(row);
      return known ? known.value : '';
    },
  };
  return [column];
}

/** What the call returned that ended in that row of the returns' table; empty where the probe tells nothing. */
export function returnedText(store: EventStore, pair: CallPairs, ended: number): string {
  const told = returnedField(store, pair);
  const value = told && store.tables[pair.ret]?.value(ended, told.at);
  return told && value !== undefined ? valueText(value, told.field) : '';
}

/** The field of the return's records that tells it; empty where none does. */
export function returnedName(store: EventStore, pair: CallPairs): string {
  return returnedField(store, pair)?.field.name ?? '';
}

/** A probe on a return tells the returned value first. */
function returnedField(
  { tables }: EventStore,
  { ret }: CallPairs,
): { readonly at: number; readonly field: EventField } | undefined {
  const fields = tables[ret]?.format.fields ?? [];
  const at = fields.findIndex(({ name }) => !KERNELS.test(name));
  const field = fields[at];
  return field && { at, field };
}
