import { Chunks } from './chunks';
import type { Column, Value } from './column';
import type { EventField } from './eventFormat';
import type { Records } from './records';
import type { ByteText } from './text/byteText';
import { TextHeap } from './textHeap';
import { valueText } from './valueText';

/** Texts of a field, kept as bytes and decoded when they are shown. */
export class TextColumn implements Column {
  private newest: TextHeap | undefined;
  private readonly chunks = new Chunks(() => (this.newest = new TextHeap(this.newest)));
  private readonly count: number;

  constructor(
    private readonly field: EventField,
    private readonly littleEndian: boolean,
  ) {
    this.count = field.kind === 'strings' ? field.size / 4 : 1;
  }

  append(records: Records, from: number, to: number, row: number): void {
    const heap = this.chunks.writable(row);
    const index = Chunks.index(row) - from;
    for (let at = from; at < to; at++) {
      heap.begin(index + at);
      if (this.field.dynamic) {
        this.addLocated(heap, records, at);
      } else {
        heap.add(records.bytes, (records.starts[at] ?? 0) + this.field.offset, this.field.size);
      }
    }
  }

  value(row: number): Value {
    const texts = this.chunks.at(row)?.texts(Chunks.index(row), this.count) ?? [];
    return this.field.kind === 'strings' ? texts : (texts[0] ?? null);
  }

  write(row: number, out: ByteText): void {
    if (this.field.kind === 'strings' || this.field.base === 'plain') {
      out.text(valueText(this.value(row), this.field));
    } else if (!this.chunks.at(row)?.write(Chunks.index(row), out)) {
      out.text(valueText(null, this.field));
    }
  }

  drop(row: number): void {
    this.chunks.drop(row);
  }

  get bytes(): number {
    return this.chunks.bytes;
  }

  /** The kernel writes a length of 0 where it could not read (`print_type_string`). */
  private addLocated(heap: TextHeap, { view, bytes, starts, ends }: Records, at: number): void {
    const record = starts[at] ?? 0;
    const end = ends[at] ?? 0;
    let place = record + this.field.offset;
    for (let index = 0; index < this.count; index++, place += 4) {
      const word = view.getUint32(place, this.littleEndian);
      const start = record + (word & 0xffff);
      const length = word >>> 16;
      if (length === 0 || start + length > end) {
        heap.addFault();
      } else {
        heap.add(bytes, start, length);
      }
    }
  }
}
