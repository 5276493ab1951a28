import { CHUNK_ROWS } from './chunks';
import type { ByteText } from './text/byteText';

/** Length that stands for memory the kernel could not read. */
const FAULT = 0xffff;
/** What the kernel puts texts in. */
const QUOTE = 34;
/** Bytes that a row's texts are thought to take where nothing is known. */
const FIRST_BYTES = 8;

/** Texts of a chunk of rows: each with its length (u16) before it, one after the other. */
export class TextHeap {
  private readonly starts = new Uint32Array(CHUNK_ROWS);
  private bytes: Buffer;
  private used = 0;

  /** @param before the heap of earlier rows: this one will be as large, most likely */
  constructor(before: TextHeap | undefined) {
    const room = before ? before.used + (before.used >>> 4) : CHUNK_ROWS * FIRST_BYTES;
    this.bytes = Buffer.allocUnsafeSlow(room);
  }

  get byteLength(): number {
    return this.starts.byteLength + this.bytes.byteLength;
  }

  begin(index: number): void {
    this.starts[index] = this.used;
  }

  /** Adds what stands at `start`, up to a NUL or `length` bytes. Most texts are short: a loop is fastest. */
  add(source: Uint8Array, start: number, length: number): void {
    const at = this.reserve(length);
    const { bytes } = this;
    let count = 0;
    for (; count < length; count++) {
      const byte = source[start + count] ?? 0;
      if (byte === 0) {
        break;
      }
      bytes[at + count] = byte;
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

  /** Writes a row's first text in quotes; false for memory that could not be read. */
  write(index: number, out: ByteText): boolean {
    const at = this.starts[index] ?? 0;
    const length = (this.bytes[at] ?? 0) | ((this.bytes[at + 1] ?? 0) << 8);
    if (length === FAULT) {
      return false;
    }
    out.byte(QUOTE);
    out.copy(this.bytes, at + 2, at + 2 + length);
    out.byte(QUOTE);
    return true;
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
