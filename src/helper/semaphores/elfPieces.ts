import { fstatSync, readSync } from 'node:fs';

/** Programs have some dozen headers of a kind; as many are looked at. */
const MAX_HEADERS = 4096;

/** A section or segment. `offset` and `size` are bytes in the file, `address` is virtual. */
export interface Piece {
  readonly type: number;
  readonly name: number;
  readonly address: bigint;
  readonly offset: bigint;
  readonly size: bigint;
}

/**
 * An open ELF file of this machine's byte order, as far as root has to look into it. Whatever is odd about it
 * throws `RangeError`: no size of the file's is trusted, and nothing is read past the file's end.
 */
export class ElfPieces {
  readonly wide: boolean;
  private readonly size: bigint;
  private readonly header: Buffer;

  constructor(private readonly fd: number) {
    this.size = fstatSync(fd, { bigint: true }).size;
    this.header = this.read(0n, 52n, 64);
    if (this.header.readUInt32BE(0) !== 0x7f454c46 || this.header[5] !== 1) {
      throw new RangeError('no such ELF file');
    }
    this.wide = this.header[4] === 2;
    this.header = this.read(0n, this.wide ? 64n : 52n, 64);
  }

  segments(): Piece[] {
    const [table, sizes] = this.wide ? [32, 54] : [28, 42];
    const [offset, address, size] = this.wide ? [8, 16, 32] : [4, 8, 16];
    return this.table(table, sizes, this.wide ? 56 : 32).map(row => ({
      type: row.readUInt32LE(0),
      name: 0,
      offset: this.word(row, offset),
      address: this.word(row, address),
      size: this.word(row, size),
    }));
  }

  sections(): Piece[] {
    const [table, sizes] = this.wide ? [40, 58] : [32, 46];
    const [address, offset, size] = this.wide ? [16, 24, 32] : [12, 16, 20];
    return this.table(table, sizes, this.wide ? 64 : 40).map(row => ({
      type: row.readUInt32LE(4),
      name: row.readUInt32LE(0),
      offset: this.word(row, offset),
      address: this.word(row, address),
      size: this.word(row, size),
    }));
  }

  /** Which section has the names of all. */
  get nameSection(): number {
    return this.header.readUInt16LE(this.wide ? 62 : 50);
  }

  word(bytes: Buffer, at: number): bigint {
    return this.wide ? bytes.readBigUInt64LE(at) : BigInt(bytes.readUInt32LE(at));
  }

  /** All bytes of a part of the file. */
  read(offset: bigint, length: bigint, most: number): Buffer {
    if (length > BigInt(most) || offset + length > this.size) {
      throw new RangeError('more than there can be');
    }
    const bytes = Buffer.alloc(Number(length));
    if (readSync(this.fd, bytes, 0, bytes.length, Number(offset)) !== bytes.length) {
      throw new RangeError('cut short');
    }
    return bytes;
  }

  /** @param sizes where the size of an entry and, behind it, their number are */
  private table(at: number, sizes: number, entry: number): Buffer[] {
    const count = this.header.readUInt16LE(sizes + 2);
    if (count === 0 || this.header.readUInt16LE(sizes) !== entry) {
      return [];
    }
    const most = MAX_HEADERS * entry;
    const bytes = this.read(this.word(this.header, at), BigInt(count * entry), most);
    return Array.from({ length: count }, (_, n) => bytes.subarray(n * entry, (n + 1) * entry));
  }
}
