import type { CallPairs } from './callPairs';
import type { EventStore } from './eventStore';
import type { ColumnHead, ColumnSource, FieldReader, MadeColumn, ProcessName } from './madeColumn';
import { MASKED } from './maskedColumn';
import { RETURNED, returnedColumns, returnedName } from './returnedColumns';
import { valueText } from './valueText';

/** What a call took, in ns, on both of its ends. */
export const TOOK = 'took';

/** The columns of a store's events, those that are made here included. */
export class EventFields {
  /** Counts the changes of which columns there are: what was made of readers before is out of date. */
  version = 0;
  private readonly readers = new Map<string, FieldReader | undefined>();
  private readonly made = new Map<number, readonly MadeColumn[]>();
  private readonly heads = new Map<number, readonly ColumnHead[]>();
  private readonly sources: ColumnSource[];

  constructor(
    private readonly store: EventStore,
    private readonly processName: ProcessName,
    private readonly pairs: () => readonly CallPairs[],
  ) {
    this.sources = [table => returnedColumns(store, pairs(), table)];
  }

  /** More columns, which are shown, filtered, counted and saved as the fields of the records are. */
  register(source: ColumnSource): void {
    this.sources.push(source);
    this.changed();
  }

  /** Of one table, beside those that all have. */
  columns(table: number): readonly ColumnHead[] {
    const heads = this.heads.get(table) ?? this.headsOf(table);
    this.heads.set(table, heads);
    return heads;
  }

  private headsOf(table: number): readonly ColumnHead[] {
    const fields = this.store.tables[table]?.format.fields ?? [];
    const made = this.madeOf(table);
    const own = new Set(fields.map(({ name }) => name));
    return [
      ...fields.map(({ name, kind, masked = false }) => {
        const stand = made.find(column => column.name === name);
        const isNumber = stand ? stand.isNumber : kind === 'int';
        const isCode = stand?.isCode === true && !masked;
        return { name, isNumber, ...(masked && { masked }), ...(isCode && { isCode }) };
      }),
      ...made
        .filter(({ name }) => !own.has(name))
        .map(({ name, isNumber, isCode }) => {
          const masked = this.isMasked(table, name);
          return {
            ...{ name, isNumber },
            ...(masked && { masked }),
            ...(isCode && !masked && { isCode }),
          };
        }),
    ];
  }

  /** Undefined where the table has no such column. */
  reader(table: number, column: string): FieldReader | undefined {
    const key = `${table} ${column}`;
    if (!this.readers.has(key)) {
      this.readers.set(key, this.make(table, column));
    }
    return this.readers.get(key);
  }

  /** As `reader`, but undefined for what another event says as well: a call is counted at its return. */
  counted(table: number, column: string): FieldReader | undefined {
    if (column === RETURNED) {
      const made = this.madeOf(table).some(({ name }) => name === RETURNED);
      // A call may last: its entry was counted long before it returned.
      return made ? undefined : (this.returnedAtEnd(table) ?? this.reader(table, column));
    }
    return column === TOOK && this.pairs().some(pair => pair.isEntry(table))
      ? undefined
      : this.reader(table, column);
  }

  /** What calls returned, on the rows of their returns, where their entries tell it. */
  private returnedAtEnd(table: number): FieldReader | undefined {
    const pair = this.pairs().find(({ ret }) => ret === table);
    const [entry] = pair?.entries ?? [];
    const made =
      entry === undefined ? undefined : this.madeOf(entry).find(({ name }) => name === RETURNED);
    if (!pair || !made) {
      return undefined;
    }
    const own = made.tells && this.reader(table, returnedName(this.store, pair));
    return own && !this.isMasked(table, RETURNED)
      ? {
          text: row => (pair.took(table, row) === undefined ? '' : own.text(row)),
          value: row => own.value(row),
        }
      : undefined;
  }

  /** Forgets which columns there are: call it when a pair is added. */
  changed(): void {
    this.version++;
    this.readers.clear();
    this.made.clear();
    this.heads.clear();
  }

  /** Columns that a recording has to keep, as nothing else in it tells what they do. */
  toKeep(table: number): readonly MadeColumn[] {
    return this.madeOf(table).filter(({ isOfRows = false }) => !isOfRows);
  }

  /** Whether some table has such a column that its records do not have. */
  isMade(column: string): boolean {
    return this.store.tables.some((_, table) =>
      this.madeOf(table).some(({ name }) => name === column),
    );
  }

  /** Names of other columns whose values a column tells. */
  tells(table: number, column: string): readonly string[] {
    return this.madeOf(table).find(({ name }) => name === column)?.tells ?? [];
  }

  /** Whether a column shows nothing, whatever its rows keep. */
  private isMasked(table: number, column: string): boolean {
    const event = this.store.tables[table]?.format.name ?? '';
    return this.store.isMasked(column, event);
  }

  private madeOf(table: number): readonly MadeColumn[] {
    let made = this.made.get(table);
    if (!made) {
      const own = new Set(this.store.tables[table]?.format.fields.map(({ name }) => name));
      made = this.sources
        .flatMap(source => source(table))
        .filter(({ name, replaces }) => replaces === true || !own.has(name))
        .map(column => (this.isMasked(table, column.name) ? maskedColumn(column) : column));
      this.made.set(table, made);
    }
    return made;
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
        const pairs = this.pairs().filter(each => each.isEnd(index));
        return pairs.length === 0
          ? undefined
          : plain(row => firstOf(pairs, pair => pair.took(index, row)) ?? '');
      }
    }
    const made = this.madeOf(index).find(({ name }) => name === column);
    if (made) {
      return made;
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

/** An entry has a pair for each probe that its function's return had. */
function firstOf<Result>(
  pairs: readonly CallPairs[],
  known: (pair: CallPairs) => Result | undefined,
): Result | undefined {
  for (const pair of pairs) {
    const result = known(pair);
    if (result !== undefined) {
      return result;
    }
  }
  return undefined;
}

function maskedColumn({ name, isOfRows, replaces, tells }: MadeColumn): MadeColumn {
  return {
    ...{ name, isNumber: false, text: () => MASKED, value: () => MASKED },
    ...(isOfRows && { isOfRows }),
    ...(replaces && { replaces }),
    ...(tells && { tells }),
  };
}

function plain(value: (row: number) => number | string): FieldReader {
  return { text: row => String(value(row)), value };
}
