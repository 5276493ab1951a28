import { Chunks } from './chunks';
import type { Column, Value } from './column';
import type { EventField } from './eventFormat';
import { type Integers, type ReadIntegers, readIntegers } from './readIntegers';
import type { Records } from './records';
import type { ByteText } from './text/byteText';
import { valueText } from './valueText';
import { WordColumn } from './wordColumn';

/** Numbers of up to 32 bits. */
class IntegerColumn implements Column {
  private readonly chunks: Chunks<Integers>;

  constructor(
    private readonly field: EventField,
    make: (rows: number) => Integers,
    private readonly read: ReadIntegers,
  ) {
    this.chunks = new Chunks(make);
  }

  append(records: Records, from: number, to: number, row: number): void {
    this.read(records, from, to, this.field.offset, this.chunks.writable(row), Chunks.index(row));
  }

  value(row: number): Value {
    return this.chunks.at(row)?.[Chunks.index(row)] ?? null;
  }

  write(row: number, out: ByteText): void {
    const value = this.chunks.at(row)?.[Chunks.index(row)] ?? 0;
    if (this.field.base === 'decimal') {
      out.decimal(value);
    } else if (this.field.base === 'hex') {
      out.hex(0, value);
    } else {
      out.text(valueText(value, this.field));
    }
  }

  drop(row: number): void {
    this.chunks.drop(row);
  }

  get bytes(): number {
    return this.chunks.bytes;
  }
}

/** The column of a field that is one number: its reader is chosen once, for its size and sign. */
export function integerColumn(field: EventField, littleEndian: boolean): Column {
  const { elementSize, signed } = field;
  return elementSize === 8
    ? new WordColumn(field, littleEndian)
    : new IntegerColumn(field, storeOf(elementSize, signed), readIntegers(field, littleEndian));
}

function storeOf(size: 1 | 2 | 4, signed: boolean): (rows: number) => Integers {
  switch (size) {
    case 1:
      return signed ? rows => new Int8Array(rows) : rows => new Uint8Array(rows);
    case 2:
      return signed ? rows => new Int16Array(rows) : rows => new Uint16Array(rows);
    case 4:
      return signed ? rows => new Int32Array(rows) : rows => new Uint32Array(rows);
  }
}
