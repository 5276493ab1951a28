import { ElfError } from '../elfError';
import type { Fields } from '../fields';

/** Bytes of a LEB128 that can hold 64 bits; what follows them is padding. */
const MAX_LEB = 10;
/** The first 32 bits of a length of 64 (DWARF 5, 7.4). */
const IS_64 = 0xffffffff;
/** From here on 32 bits of a length are reserved. */
const RESERVED = 0xfffffff0;

/** Reads DWARF from some bytes in order, and never past their end: throws ElfError `truncated`. */
export class DwarfCursor {
  constructor(
    private readonly fields: Fields,
    /** In bytes, as all here. */
    public at = 0,
    public end = fields.length,
  ) {}

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  u8(): number {
    return this.fields.u8(this.take(1));
  }

  i8(): number {
    return (this.u8() << 24) >> 24;
  }

  u16(): number {
    return this.fields.u16(this.take(2));
  }

  u32(): number {
    return this.fields.u32(this.take(4));
  }

  /** 1, 2, 4 or 8 bytes; of the last only values below 2^53 are exact, as all addresses of programs are. */
  number(size: number): number {
    switch (size) {
      case 1:
        return this.u8();
      case 2:
        return this.u16();
      case 4:
        return this.u32();
      case 8: {
        const [first, second] = [this.u32(), this.u32()];
        const [low, high] = this.fields.littleEndian ? [first, second] : [second, first];
        return high * 2 ** 32 + low;
      }
      default:
        throw new ElfError('unsupported', 'The line numbers of this file have an unknown size');
    }
  }

  /** Unsigned LEB128. */
  uleb(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; ; count++) {
      const byte = this.u8();
      value += count < MAX_LEB ? (byte & 0x7f) * factor : 0;
      factor *= 128;
      if (byte < 0x80) {
        return value;
      }
    }
  }

  /** Signed LEB128. */
  sleb(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; ; count++) {
      const byte = this.u8();
      value += count < MAX_LEB ? (byte & 0x7f) * factor : 0;
      factor *= 128;
      if (byte < 0x80) {
        return (byte & 0x40) !== 0 ? value - factor : value;
      }
    }
  }

  /** Text up to the next NUL. */
  text(): string {
    const text = this.fields.text(this.at);
    this.skipText();
    return text;
  }

  skipText(): void {
    const nul = this.fields.bytes.indexOf(0, this.at);
    this.skip((nul < 0 ? this.end : nul) + 1 - this.at);
  }

  skip(bytes: number): void {
    this.take(bytes);
  }

  /** The length that a unit begins with, and whether its offsets have 8 bytes. */
  unitLength(): { readonly length: number; readonly offsetSize: 4 | 8 } {
    const length = this.u32();
    if (length === IS_64) {
      return { length: this.number(8), offsetSize: 8 };
    }
    if (length >= RESERVED) {
      throw new ElfError('unsupported', 'The debug information of this file is of an unknown kind');
    }
    return { length, offsetSize: 4 };
  }

  private take(bytes: number): number {
    const { at } = this;
    if (bytes < 0 || bytes > this.end - at) {
      throw new ElfError('truncated', 'The debug information of this file is cut short');
    }
    this.at = at + bytes;
    return at;
  }
}
