import { CHUNK_ROWS, Chunks } from './chunks';
import type { Column, Value } from './column';
import type { EventField } from './eventFormat';

/** Length that stands for memory the kernel could not read. */
const FAULT = 0xffff;

/** Texts of a chunk: each with its length (u16) before it, one after the other. */
class Heap {
  readonly starts = new Uint32Array(CHUNK_ROWS);
  private bytes = Buffer.allocUnsafeSlow(CHUNK_ROWS * 8);
  private used = 0;

  get byteLength(): number {
    return this.starts.byteLength + this.bytes.byteLength;
  }

  begin(index: number): void {
    this.starts[index] = this.used;
  }

  /** Adds what stands at `start`, up to a NUL or `length` bytes. Most texts are short: a loop is fastest. */
  add(view: DataView, start: number, length: number): void {
    const at = this.reserve(length);
    let count = 0;
    for (; count < length; count++) {
      const byte = view.getUint8(start + count);
      if (byte === 0) {
        break;
      }
      this.bytes[at + count] = byte;
    }
    this.finish(at, count, count);
  }

  addFault(): void {
    this.finish(this.reserve(0), FAULT, 0);
  }

  /** The `count` texts of a row; `null` for memory that could not be read. */
  texts(index: number, count: number): (string | null)[] {
    let at = this.starts[index] ?? 0;
    return Array.from({ length: count }, () => {
      const length = this.bytes.readUInt16LE(at);
      at += 2;
      if (length === FAULT) {
        return null;
      }
      at += length;
      return this.bytes.toString('utf8', at - length, at);
    });
  }

  /** Makes room for a text and its length; returns where the text begins. */
  private reserve(length: number): number {
    const end = this.used + 2 + length;
    if (end > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(end, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, this.used);
      this.bytes = larger;
    }
    return this.used + 2;
  }

  private finish(at: number, stated: number, length: number): void {
    this.bytes[at - 2] = stated & 0xff;
    this.bytes[at - 1] = stated >>> 8;
    this.used = at + length;
  }
}

/** Texts of a field, kept as bytes and decoded when they are shown. */
export class TextColumn implements Column {
  private readonly chunks = new Chunks(() => new Heap());
  private readonly count: number;

  constructor(
    private readonly field: EventField,
    private readonly littleEndian: boolean,
  ) {
    this.count = field.kind === 'strings' ? field.size / 4 : 1;
  }

  append(view: DataView, at: number, end: number, row: number): void {
    const heap = this.chunks.writable(row);
    heap.begin(Chunks.index(row));
    for (let index = 0; index < this.count; index++) {
      this.addText(heap, view, at, end, index);
    }
  }

  value(row: number): Value {
    const texts = this.chunks.at(row)?.texts(Chunks.index(row), this.count) ?? [];
    return this.field.kind === 'strings' ? texts : (texts[0] ?? null);
  }

  drop(row: number): void {
    this.chunks.drop(row);
  }

  get bytes(): number {
    return this.chunks.bytes;
  }

  /** The kernel writes a length of 0 where it could not read (`print_type_string`). */
  private addText(heap: Heap, view: DataView, at: number, end: number, index: number): void {
    const { offset, size, dynamic } = this.field;
    if (!dynamic) {
      heap.add(view, at + offset, size);
      return;
    }
    const word = view.getUint32(at + offset + index * 4, this.littleEndian);
    const start = at + (word & 0xffff);
    const length = word >>> 16;
    if (length === 0 || start + length > end) {
      heap.addFault();
    } else {
      heap.add(view, start, length);
    }
  }
}
