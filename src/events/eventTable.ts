import { BlockColumn } from './blockColumn';
import { CHUNK_ROWS, Chunks } from './chunks';
import type { Column, Value } from './column';
import type { EventField, EventFormat } from './eventFormat';
import { integerColumn } from './integerColumn';
import { MaskedColumn } from './maskedColumn';
import { maskFormat, type MaskTest } from './masks';
import { readIntegers } from './readIntegers';
import type { Records } from './records';
import { TextColumn } from './textColumn';

/** Where every record has its thread (`common_pid`), in bytes. */
export const THREAD_AT = 4;

/** The rows of one event, oldest first as far as they came in order. Rows are numbered from 0 and never again. */
export class EventTable {
  /** One for each field of the format. */
  columns: readonly Column[];
  format: EventFormat;
  private readonly times = new Chunks(rows => new Float64Array(rows));
  private readonly cpus = new Chunks(rows => new Uint16Array(rows));
  private readonly threads = new Chunks(rows => new Int32Array(rows));
  private readonly readThreads;
  /** Rows that are no longer kept, by the first row of their chunk. */
  private readonly released = new Map<number, number>();
  private end = 0;
  private begin = 0;

  constructor(format: EventFormat, littleEndian: boolean) {
    this.format = format;
    this.columns = format.fields.map(field => columnOf(field, littleEndian));
    this.readThreads = readIntegers({ elementSize: 4 }, littleEndian);
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

  /** Appends records that the format fits in, chunk by chunk. */
  append(records: Records): void {
    const { count, times, cpu } = records;
    for (let from = 0; from < count;) {
      const row = this.end;
      const index = Chunks.index(row);
      const to = from + Math.min(count - from, CHUNK_ROWS - index);
      this.times.writable(row).set(times.subarray(from, to), index);
      this.cpus.writable(row).fill(cpu, index, index + to - from);
      this.readThreads(records, from, to, THREAD_AT, this.threads.writable(row), index);
      for (const column of this.columns) {
        column.append(records, from, to, row);
      }
      this.end += to - from;
      from = to;
    }
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

  /** Hands on the threads of the rows from `row` on that are kept, chunk by chunk. */
  visitThreads(row: number, visit: (threads: Int32Array, from: number, to: number) => void): void {
    for (let from = row; from < this.end;) {
      const index = Chunks.index(from);
      const to = Math.min(CHUNK_ROWS, index + this.end - from);
      const threads = this.threads.at(from);
      if (threads) {
        visit(threads, index, to);
      }
      from += to - index;
    }
  }

  value(row: number, column: number): Value {
    return this.columns[column]?.value(row) ?? null;
  }

  /** Lets go of the values of fields that are masked from now on. */
  mask(isMasked: MaskTest): void {
    this.format = maskFormat(this.format, isMasked);
    this.columns = this.columns.map((column, at) =>
      this.format.fields[at]?.masked ? new MaskedColumn() : column,
    );
  }

  /** A row is no longer kept: a chunk is freed with its last, once those before it are. */
  release(row: number): void {
    const start = row - Chunks.index(row);
    const count = (this.released.get(start) ?? 0) + 1;
    this.released.set(start, count);
    if (count === CHUNK_ROWS) {
      for (; this.released.get(this.begin) === CHUNK_ROWS; this.begin += CHUNK_ROWS) {
        this.released.delete(this.begin);
        for (const column of [this.times, this.cpus, this.threads, ...this.columns]) {
          column.drop(this.begin);
        }
      }
    }
  }
}

function columnOf(field: EventField, littleEndian: boolean): Column {
  if (field.masked) {
    return new MaskedColumn();
  }
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
