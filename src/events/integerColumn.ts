import { Chunks } from './chunks';
import type { Column, Value } from './column';
import type { EventField } from './eventFormat';
import { WordColumn } from './wordColumn';

type Integers = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

class IntegerColumn<Chunk extends Integers> implements Column {
  private readonly chunks: Chunks<Chunk>;

  constructor(
    private readonly offset: number,
    make: (rows: number) => Chunk,
    private readonly put: (chunk: Chunk, index: number, view: DataView, at: number) => void,
  ) {
    this.chunks = new Chunks(make);
  }

  append(view: DataView, at: number, _end: number, row: number): void {
    this.put(this.chunks.writable(row), Chunks.index(row), view, at + this.offset);
  }

  value(row: number): Value {
    return this.chunks.at(row)?.[Chunks.index(row)] ?? null;
  }

  drop(row: number): void {
    this.chunks.drop(row);
  }

  get bytes(): number {
    return this.chunks.bytes;
  }
}

/** The column of a field that is one number: its reader is made once, for its size and sign. */
export function integerColumn(field: EventField, littleEndian: boolean): Column {
  const { offset, elementSize, signed } = field;
  const le = littleEndian;
  switch (elementSize) {
    case 1:
      return signed
        ? new IntegerColumn(
            offset,
            rows => new Int8Array(rows),
            (c, i, v, a) => (c[i] = v.getInt8(a)),
          )
        : new IntegerColumn(
            offset,
            rows => new Uint8Array(rows),
            (c, i, v, a) => (c[i] = v.getUint8(a)),
          );
    case 2:
      return signed
        ? new IntegerColumn(
            offset,
            rows => new Int16Array(rows),
            (c, i, v, a) => (c[i] = v.getInt16(a, le)),
          )
        : new IntegerColumn(
            offset,
            rows => new Uint16Array(rows),
            (c, i, v, a) => (c[i] = v.getUint16(a, le)),
          );
    case 4:
      return signed
        ? new IntegerColumn(
            offset,
            rows => new Int32Array(rows),
            (c, i, v, a) => (c[i] = v.getInt32(a, le)),
          )
        : new IntegerColumn(
            offset,
            rows => new Uint32Array(rows),
            (c, i, v, a) => (c[i] = v.getUint32(a, le)),
          );
    case 8:
      return new WordColumn(field, littleEndian);
  }
}
