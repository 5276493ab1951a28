import type { CallPairs } from './callPairs';
import type { Value } from './column';
import type { EventStore } from './eventStore';
import { valueText } from './valueText';

/** What a call took, in ns, on events that are returns of one. */
export const TOOK = 'took';

/** Reads one column of one table's rows. */
export interface FieldReader {
  /** As the column shows it; empty where there is nothing to show. */
  readonly text: (row: number) => string;
  /** To be compared and counted. */
  readonly value: (row: number) => Value;
}

/** Name of the process of a thread, as far as it is known. */
export type ProcessName = (thread: number) => string;

/** The columns of a store's events, those that are made here included. */
export class EventFields {
  private readonly readers = new Map<string, FieldReader | undefined>();

  constructor(
    private readonly store: EventStore,
    private readonly processName: ProcessName,
    private readonly pairs: () => readonly CallPairs[],
  ) {}

  /** Undefined where the table has no such column. */
  reader(table: number, column: string): FieldReader | undefined {
    const key = `${table} ${column}`;
    if (!this.readers.has(key)) {
      this.readers.set(key, this.make(table, column));
    }
    return this.readers.get(key);
  }

  /** Forgets which columns there are: call it when a pair is added. */
  changed(): void {
    this.readers.clear();
  }

  private make(index: number, column: string): FieldReader | undefined {
    const table = this.store.tables[index];
    if (!table) {
      return undefined;
    }
    switch (column) {
      case 'event':
        return plain(() => table.format.name);
      case 'cpu':
        return plain(row => table.cpu(row));
      case 'thread':
        return plain(row => table.thread(row));
      case 'process':
        return plain(row => this.processName(table.thread(row)));
      case TOOK: {
        const pair = this.pairs().find(({ ret }) => ret === index);
        return pair && plain(row => pair.took(row) ?? '');
      }
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
}

function plain(value: (row: number) => number | string): FieldReader {
  return { text: row => String(value(row)), value };
}
