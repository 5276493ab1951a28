import { CHUNK_ROWS, Chunks } from './chunks';
import type { Column, Scalar, Value } from './column';
import type { EventField } from './eventFormat';

/** Length that stands for memory the kernel could not read. */
const FAULT = 0xffff;
const NOTHING = new Uint8Array();

/** Texts of a chunk: each with its length (u16) before it, one after the other. */
class Heap {
  readonly starts = new Uint32Array(CHUNK_ROWS);
  private bytes = new Uint8Array(CHUNK_ROWS * 8);
  private used = 0;

  get byteLength(): number {
    return this.starts.byteLength + this.bytes.byteLength;
  }

  begin(index: number): void {
    this.starts[index] = this.used;
  }

  add(text: Uint8Array, length = text.length): void {
    const end = this.used + 2 + text.length;
    if (end > this.bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.bytes.length * 2));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[this.used] = length & 0xff;
    this.bytes[this.used + 1] = length >>> 8;
    this.bytes.set(text, this.used + 2);
    this.used = end;
  }

  /** The `count` texts of a row. */
  texts(index: number, count: number): (Uint8Array | null)[] {
    let at = this.starts[index] ?? 0;
    return Array.from({ length: count }, () => {
      const length = (this.bytes[at] ?? 0) + (this.bytes[at + 1] ?? 0) * 256;
      at += 2;
      if (length === FAULT) {
        return null;
      }
      at += length;
      return this.bytes.subarray(at - length, at);
    });
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
      const text = this.textAt(view, at, end, index);
      heap.add(text ?? NOTHING, text ? text.length : FAULT);
    }
  }

  value(row: number): Value {
    const texts = this.chunks.at(row)?.texts(Chunks.index(row), this.count) ?? [];
    const decoded = texts.map((text): Scalar => text && new TextDecoder().decode(text));
    return this.field.kind === 'strings' ? decoded : (decoded[0] ?? null);
  }

  /** As it was in memory; `null` where it could not be read. */
  raw(row: number): Uint8Array | null {
    return this.chunks.at(row)?.texts(Chunks.index(row), 1)[0] ?? null;
  }

  drop(row: number): void {
    this.chunks.drop(row);
  }

  get bytes(): number {
    return this.chunks.bytes;
  }

  /** Up to its NUL; the kernel writes a length of 0 where it could not read (`print_type_string`). */
  private textAt(view: DataView, at: number, end: number, index: number): Uint8Array | undefined {
    const { offset, size, dynamic } = this.field;
    let start = at + offset;
    let length = size;
    if (dynamic) {
      const word = view.getUint32(at + offset + index * 4, this.littleEndian);
      start = at + (word & 0xffff);
      length = word >>> 16;
      if (length === 0 || start + length > end) {
        return undefined;
      }
    }
    const bytes = new Uint8Array(view.buffer, view.byteOffset + start, length);
    const nul = bytes.indexOf(0);
    return nul < 0 ? bytes : bytes.subarray(0, nul);
  }
}
