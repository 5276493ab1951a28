import type { Value } from './column';
import type { EventStore } from './eventStore';
import { valueText } from './valueText';

/** Columns that every event has; others are fields, by their names. */
export type CommonColumn = 'event' | 'cpu' | 'thread' | 'process';

/** One condition on one column; an event without that column fits no condition but `isNot`. */
export interface Condition {
  readonly column: string;
  readonly is: 'is' | 'isNot' | 'less' | 'more' | 'contains';
  /** As the column shows it. */
  readonly value: string;
}

/** What a view holds: events that fit all conditions and show `text` somewhere, in any case. */
export interface EventFilter {
  readonly text: string;
  readonly conditions: readonly Condition[];
}

/** Name of the process of a thread, as far as it is known. */
export type ProcessName = (thread: number) => string;

/** Whether an event of one table fits. */
type Test = (row: number) => boolean;

/** The filter as one test for each table of the store. */
export function filterTest(
  store: EventStore,
  { text, conditions }: EventFilter,
  processName: ProcessName,
): (table: number, row: number) => boolean {
  const wanted = text.toLowerCase();
  const tests = new Map<number, readonly Test[]>();
  const testsOf = (table: number): readonly Test[] => {
    let made = tests.get(table);
    if (!made) {
      made = conditions.map(condition => conditionTest(store, table, condition, processName));
      if (wanted !== '') {
        made = [...made, textTest(store, table, wanted, processName)];
      }
      tests.set(table, made);
    }
    return made;
  };
  return (table, row) => testsOf(table).every(test => test(row));
}

function conditionTest(
  store: EventStore,
  table: number,
  { column, is, value }: Condition,
  processName: ProcessName,
): Test {
  const read = reader(store, table, column, processName);
  if (!read) {
    return () => is === 'isNot';
  }
  switch (is) {
    case 'is':
      return row => read.text(row) === value;
    case 'isNot':
      return row => read.text(row) !== value;
    case 'contains': {
      const wanted = value.toLowerCase();
      return row => read.text(row).toLowerCase().includes(wanted);
    }
    case 'less':
      return row => compare(read.value(row), value) < 0;
    case 'more':
      return row => compare(read.value(row), value) > 0;
  }
}

interface Reader {
  readonly text: (row: number) => string;
  readonly value: (row: number) => Value;
}

function reader(
  store: EventStore,
  index: number,
  column: string,
  processName: ProcessName,
): Reader | undefined {
  const table = store.tables[index];
  if (!table) {
    return undefined;
  }
  const plain = (value: (row: number) => number | string): Reader => ({
    text: row => String(value(row)),
    value,
  });
  switch (column) {
    case 'event':
      return plain(() => table.format.name);
    case 'cpu':
      return plain(row => table.cpu(row));
    case 'thread':
      return plain(row => table.thread(row));
    case 'process':
      return plain(row => processName(table.thread(row)));
  }
  const at = table.format.fields.findIndex(({ name }) => name === column);
  const field = table.format.fields[at];
  return (
    field && {
      text: row => valueText(table.value(row, at), field),
      value: row => table.value(row, at),
    }
  );
}

/** As numbers where both are; NaN, which is neither less nor more, where they cannot be compared. */
function compare(value: Value, wanted: string): number {
  const number = typeof value === 'number' || typeof value === 'bigint' ? value : Number.NaN;
  const limit = /^-?(0x[0-9a-f]+|\d+)$/i.test(wanted)
    ? wanted.startsWith('-')
      ? -BigInt(wanted.slice(1))
      : BigInt(wanted)
    : Number.parseFloat(wanted);
  if (Number.isNaN(number) || Number.isNaN(limit)) {
    return Number.NaN;
  }
  return number < limit ? -1 : number > limit ? 1 : 0;
}

function textTest(
  store: EventStore,
  index: number,
  wanted: string,
  processName: ProcessName,
): Test {
  const table = store.tables[index];
  if (!table || table.format.name.toLowerCase().includes(wanted)) {
    return () => table !== undefined;
  }
  const { fields } = table.format;
  return row =>
    processName(table.thread(row)).toLowerCase().includes(wanted) ||
    String(table.thread(row)) === wanted ||
    fields.some((field, at) =>
      valueText(table.value(row, at), field).toLowerCase().includes(wanted),
    );
}
