import { CHUNK_ROWS, Chunks } from './chunks';
import type { Column, Scalar, Value } from './column';
import type { EventField } from './eventFormat';
import type { Records } from './records';
import type { ByteText } from './text/byteText';
import { valueText } from './valueText';

/** Fields of a fixed number of bytes: arrays of numbers, and what has no other reader. */
export class BlockColumn implements Column {
  private readonly chunks: Chunks<Uint8Array>;

  constructor(
    private readonly field: EventField,
    private readonly littleEndian: boolean,
  ) {
    this.chunks = new Chunks(() => new Uint8Array(CHUNK_ROWS * field.size));
  }

  append({ bytes, starts }: Records, from: number, to: number, row: number): void {
    const { offset, size } = this.field;
    const chunk = this.chunks.writable(row);
    let target = Chunks.index(row) * size;
    for (let at = from; at < to; at++, target += size) {
      const start = (starts[at] ?? 0) + offset;
      chunk.set(bytes.subarray(start, start + size), target);
    }
  }

  value(row: number): Value {
    const { size, elementSize, signed } = this.field;
    const chunk = this.chunks.at(row);
    if (!chunk) {
      return null;
    }
    const view = new DataView(chunk.buffer, Chunks.index(row) * size, size);
    return Array.from({ length: size / elementSize }, (_, index) =>
      element(view, index * elementSize, elementSize, signed, this.littleEndian),
    );
  }

  write(row: number, out: ByteText): void {
    out.text(valueText(this.value(row), this.field));
  }

  drop(row: number): void {
    this.chunks.drop(row);
  }

  get bytes(): number {
    return this.chunks.bytes;
  }
}

function element(
  view: DataView,
  at: number,
  size: EventField['elementSize'],
  signed: boolean,
  littleEndian: boolean,
): Scalar {
  switch (size) {
    case 1:
      return signed ? view.getInt8(at) : view.getUint8(at);
    case 2:
      return signed ? view.getInt16(at, littleEndian) : view.getUint16(at, littleEndian);
    case 4:
      return signed ? view.getInt32(at, littleEndian) : view.getUint32(at, littleEndian);
    case 8:
      return signed ? view.getBigInt64(at, littleEndian) : view.getBigUint64(at, littleEndian);
  }
}
