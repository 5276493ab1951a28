import type { Scalar, Value } from '../column';
import type { EventField, EventFormat } from '../eventFormat';

/** Room for records at first, in bytes; it doubles. */
const FIRST_ROOM = 1 << 16;
/** Most that one record takes: 16 bits of a word say where a text is. */
export const MAX_RECORD = (1 << 16) - 1;
/** Where a record has its thread, in bytes. */
const THREAD_AT = 4;

/** Records of events as a recording lays them out, one after the other. */
export class RecordWriter {
  used = 0;
  private buffer = Buffer.alloc(FIRST_ROOM);
  private view = viewOf(this.buffer);

  get bytes(): Buffer {
    return this.buffer.subarray(0, this.used);
  }

  clear(): void {
    this.used = 0;
  }

  /** Adds a record; returns its length. `value` gives that of a field by its place. */
  add(format: EventFormat, thread: number, value: (field: number) => Value): number {
    const start = this.used;
    this.reserve(format.size);
    this.buffer.fill(0, start, start + format.size);
    this.view.setInt32(start + THREAD_AT, thread, true);
    this.used += format.size;
    format.fields.forEach((field, at) => {
      if (!field.masked) {
        this.put(field, start, value(at));
      }
    });
    return this.used - start;
  }

  private put(field: EventField, start: number, value: Value): void {
    const elements: readonly Scalar[] = Array.isArray(value)
      ? (value as readonly Scalar[])
      : [value as Scalar];
    const { elementSize, dynamic } = field;
    let at = start + field.offset;
    for (const element of elements.slice(0, field.size / elementSize)) {
      if (dynamic) {
        this.putText(start, at, element);
      } else {
        putNumber(this.view, at, elementSize, element);
      }
      at += elementSize;
    }
  }

  /** A word of 0 is that of memory that could not be read. */
  private putText(start: number, at: number, text: Scalar): void {
    if (typeof text === 'string') {
      const place = this.used - start;
      const length = Math.min(Buffer.byteLength(text), MAX_RECORD - place - 1);
      if (length >= 0) {
        this.reserve(length + 1);
        const written = this.buffer.write(text, this.used, length);
        this.buffer[this.used + written] = 0;
        this.view.setUint32(at, ((written + 1) << 16) | place, true);
        this.used += written + 1;
      }
    }
  }

  private reserve(more: number): void {
    const needed = this.used + more;
    if (needed > this.buffer.length) {
      const larger = Buffer.alloc(Math.max(needed, this.buffer.length * 2));
      this.buffer.copy(larger, 0, 0, this.used);
      this.buffer = larger;
      this.view = viewOf(larger);
    }
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function putNumber(
  view: DataView,
  at: number,
  size: EventField['elementSize'],
  value: Scalar,
): void {
  if (size === 8) {
    view.setBigInt64(at, BigInt(value ?? 0), true);
    return;
  }
  const number = Number(value);
  switch (size) {
    case 1:
      view.setInt8(at, number);
      break;
    case 2:
      view.setInt16(at, number, true);
      break;
    case 4:
      view.setInt32(at, number, true);
      break;
  }
}
