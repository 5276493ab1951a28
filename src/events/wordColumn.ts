import { CHUNK_ROWS, Chunks } from './chunks';
import type { Column, Value } from './column';
import type { EventField } from './eventFormat';

const HALF = 2 ** 32;
/** Upper halves of the numbers that a JavaScript number holds exactly: 53 bits, and their sign. */
const EXACT_HIGH = 2 ** 21;

/** Numbers of 64 bits, as two halves: most are small, and then a plain number, which is much faster. */
export class WordColumn implements Column {
  private readonly chunks = new Chunks(() => new Uint32Array(CHUNK_ROWS * 2));

  constructor(
    private readonly field: EventField,
    private readonly littleEndian: boolean,
  ) {}

  append(view: DataView, at: number, _end: number, row: number): void {
    const { littleEndian } = this;
    const place = at + this.field.offset;
    const chunk = this.chunks.writable(row);
    const index = Chunks.index(row) * 2;
    chunk[index] = view.getUint32(littleEndian ? place : place + 4, littleEndian);
    chunk[index + 1] = view.getUint32(littleEndian ? place + 4 : place, littleEndian);
  }

  value(row: number): Value {
    const chunk = this.chunks.at(row);
    const index = Chunks.index(row) * 2;
    const low = chunk?.[index];
    const upper = chunk?.[index + 1];
    if (low === undefined || upper === undefined) {
      return null;
    }
    const high = this.field.signed ? upper | 0 : upper;
    return high < EXACT_HIGH && high >= -EXACT_HIGH
      ? high * HALF + low
      : (BigInt(high) << 32n) | BigInt(low);
  }

  drop(row: number): void {
    this.chunks.drop(row);
  }

  get bytes(): number {
    return this.chunks.bytes;
  }
}
