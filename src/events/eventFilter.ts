import type { Value } from './column';
import type { EventFields } from './eventFields';
import type { FieldReader } from './madeColumn';
import type { EventStore } from './eventStore';

/** One condition on one column; an event without that column fits none but `isNot`. */
export interface Condition {
  readonly column: string;
  readonly is: 'is' | 'isNot' | 'less' | 'more' | 'contains' | 'range';
  /** As the column shows it; of `range` two numbers, `FROM..TO`, of which the second is not in it. */
  readonly value: string;
}

/** What a view holds: events that fit all conditions and show `text` somewhere, in any case. */
export interface EventFilter {
  readonly text: string;
  readonly conditions: readonly Condition[];
}

/** Whether an event of one table fits. */
type Test = (row: number) => boolean;

/** The filter as one test for each table of the store. */
export function filterTest(
  store: EventStore,
  fields: EventFields,
  { text, conditions }: EventFilter,
): (table: number, row: number) => boolean {
  const wanted = text.toLowerCase();
  let made: Test[][] = [];
  let { version } = fields;
  return (table, row) => {
    if (version !== fields.version) {
      version = fields.version;
      made = [];
    }
    const tests = (made[table] ??= [
      ...conditions.map(condition =>
        conditionTest(fields.reader(table, condition.column), condition),
      ),
      ...(wanted === '' ? [] : [textTest(store, fields, table, wanted)]),
    ]);
    return tests.every(test => test(row));
  };
}

function conditionTest(reader: FieldReader | undefined, { is, value }: Condition): Test {
  if (!reader) {
    return () => is === 'isNot';
  }
  switch (is) {
    case 'is':
      return row => reader.text(row) === value;
    case 'isNot':
      return row => reader.text(row) !== value;
    case 'contains': {
      const wanted = value.toLowerCase();
      return row => reader.text(row).toLowerCase().includes(wanted);
    }
    case 'less':
      return row => compare(reader.value(row), value) < 0;
    case 'more':
      return row => compare(reader.value(row), value) > 0;
    case 'range': {
      const [from = '', to = ''] = value.split('..');
      return row => {
        const own = reader.value(row);
        return !(compare(own, from) < 0) && compare(own, to) < 0;
      };
    }
  }
}

/** As numbers where both are; NaN, which is neither less nor more, where they cannot be compared. */
function compare(value: Value, wanted: string): number {
  const number = typeof value === 'number' || typeof value === 'bigint' ? value : Number.NaN;
  const limit = numberOf(wanted);
  return number < limit ? -1 : number > limit ? 1 : Number.NaN;
}

function numberOf(text: string): number | bigint {
  return /^-?(0x[0-9a-f]+|\d+)$/i.test(text)
    ? text.startsWith('-')
      ? -BigInt(text.slice(1))
      : BigInt(text)
    : Number.parseFloat(text);
}

function textTest(store: EventStore, fields: EventFields, table: number, wanted: string): Test {
  const { name = '', fields: own = [] } = store.tables[table]?.format ?? {};
  if (name.toLowerCase().includes(wanted)) {
    return () => true;
  }
  const thread = fields.reader(table, 'thread');
  const readers = ['process', ...own.map(field => field.name)].flatMap(
    column => fields.reader(table, column) ?? [],
  );
  return row =>
    thread?.text(row) === wanted ||
    readers.some(reader => reader.text(row).toLowerCase().includes(wanted));
}
