import { CHUNK_ROWS, Chunks } from './chunks';
import type { Column, Value } from './column';
import type { EventField } from './eventFormat';
import type { Records } from './records';
import type { ByteText } from './text/byteText';
import { valueText } from './valueText';

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

  append({ view, starts }: Records, from: number, to: number, row: number): void {
    const { littleEndian } = this;
    const { offset } = this.field;
    const low = littleEndian ? offset : offset + 4;
    const high = littleEndian ? offset + 4 : offset;
    const chunk = this.chunks.writable(row);
    let index = Chunks.index(row) * 2;
    for (let at = from; at < to; at++) {
      const start = starts[at] ?? 0;
      chunk[index++] = view.getUint32(start + low, littleEndian);
      chunk[index++] = view.getUint32(start + high, littleEndian);
    }
  }

  value(row: number): Value {
    const chunk = this.chunks.at(row);
    const index = Chunks.index(row) * 2;
    const low = chunk?.[index];
    const upper = chunk?.[index + 1];
    if (low === undefined || upper === undefined) {
      return null;
    }
    return wordValue(low, upper, this.field.signed);
  }

  write(row: number, out: ByteText): void {
    const chunk = this.chunks.at(row);
    const index = Chunks.index(row) * 2;
    if (this.field.base === 'hex') {
      out.hex(chunk?.[index + 1] ?? 0, chunk?.[index] ?? 0);
      return;
    }
    const value = this.value(row);
    if (typeof value === 'number' && this.field.base === 'decimal') {
      out.decimal(value);
    } else {
      out.text(valueText(value, this.field));
    }
  }

  drop(row: number): void {
    this.chunks.drop(row);
  }

  get bytes(): number {
    return this.chunks.bytes;
  }
}

/** A number of 64 bits of its lower half, from 0 on, and its upper one. */
export function wordValue(low: number, upper: number, signed: boolean): number | bigint {
  const high = signed ? upper | 0 : upper >>> 0;
  return high < EXACT_HIGH && high >= -EXACT_HIGH
    ? high * HALF + low
    : (BigInt(high) << 32n) | BigInt(low);
}
