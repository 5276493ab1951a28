/** Names may be as long as the string table in a hostile file. */
const MAX_TEXT = 4096;

/** Numbers of an ELF structure in the file's own byte order and class. Offsets are bytes. */
export class Fields {
  readonly #view: DataView;

  constructor(
    readonly bytes: Buffer,
    readonly littleEndian: boolean,
    readonly is64: boolean,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(offset: number): number {
    return this.#view.getUint8(offset);
  }

  u16(offset: number): number {
    return this.#view.getUint16(offset, this.littleEndian);
  }

  u32(offset: number): number {
    return this.#view.getUint32(offset, this.littleEndian);
  }

  /** An Addr, Off or Xword of the file's class: 4 or 8 bytes. */
  word(offset: number): bigint {
    return this.is64
      ? this.#view.getBigUint64(offset, this.littleEndian)
      : BigInt(this.u32(offset));
  }

  /** The text up to the next NUL, `''` past the end, cut at `most` bytes: by default as long as a path may be. */
  text(offset: number, most = MAX_TEXT): string {
    return textAt(this.bytes, offset, most);
  }
}

/** The text at `offset` up to the next NUL, cut at `most` bytes, 4096 by default. */
export function textAt(bytes: Buffer, offset: number, most = MAX_TEXT): string {
  const room = bytes.subarray(offset, offset + most);
  const end = room.indexOf(0);
  return room.toString('utf8', 0, end < 0 ? room.length : end);
}
