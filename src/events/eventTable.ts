import { BlockColumn } from './blockColumn';
import { CHUNK_ROWS, Chunks } from './chunks';
import type { Column, Value } from './column';
import type { EventField, EventFormat } from './eventFormat';
import { integerColumn } from './integerColumn';
import { TextColumn } from './textColumn';

/** The rows of one event, oldest first as far as they came in order. Rows are numbered from 0 and never again. */
export class EventTable {
  /** One for each field of the format. */
  readonly columns: readonly Column[];
  private readonly times = new Chunks(rows => new Float64Array(rows));
  private readonly cpus = new Chunks(rows => new Uint16Array(rows));
  private readonly threads = new Chunks(rows => new Int32Array(rows));
  private end = 0;
  private begin = 0;

  constructor(
    readonly format: EventFormat,
    littleEndian: boolean,
  ) {
    this.columns = format.fields.map(field => columnOf(field, littleEndian));
  }

  /** Number of the next row. */
  get nextRow(): number {
    return this.end;
  }

  /** The first row that may be kept. */
  get firstRow(): number {
    return this.begin;
  }

  /** Bytes of all columns. */
  get bytes(): number {
    const columns: readonly { readonly bytes: number }[] = [
      this.times,
      this.cpus,
      this.threads,
      ...this.columns,
    ];
    return columns.reduce((sum, column) => sum + column.bytes, 0);
  }

  /**
   * Appends the record from `at` to `end`, which the format fits in; returns its row.
   * @param time ns after the store's epoch
   */
  append(
    view: DataView,
    at: number,
    end: number,
    time: number,
    cpu: number,
    thread: number,
  ): number {
    const row = this.end++;
    const index = Chunks.index(row);
    this.times.writable(row)[index] = time;
    this.cpus.writable(row)[index] = cpu;
    this.threads.writable(row)[index] = thread;
    for (const column of this.columns) {
      column.append(view, at, end, row);
    }
    return row;
  }

  time(row: number): number {
    return this.times.at(row)?.[Chunks.index(row)] ?? 0;
  }

  cpu(row: number): number {
    return this.cpus.at(row)?.[Chunks.index(row)] ?? 0;
  }

  thread(row: number): number {
    return this.threads.at(row)?.[Chunks.index(row)] ?? 0;
  }

  value(row: number, column: number): Value {
    return this.columns[column]?.value(row) ?? null;
  }

  /** Frees whole chunks of rows before `row`. */
  dropBefore(row: number): void {
    for (; this.begin + CHUNK_ROWS <= row; this.begin += CHUNK_ROWS) {
      for (const column of [this.times, this.cpus, this.threads, ...this.columns]) {
        column.drop(this.begin);
      }
    }
  }
}

function columnOf(field: EventField, littleEndian: boolean): Column {
  switch (field.kind) {
    case 'int':
      return integerColumn(field, littleEndian);
    case 'string':
    case 'strings':
      return new TextColumn(field, littleEndian);
    case 'ints':
    case 'bytes':
      return new BlockColumn(field, littleEndian);
  }
}
