const ZERO = 48;
/** A number below this is written by 32-bit arithmetic. */
const BILLION = 1e9;
/** More bytes than any number takes. */
const NUMBER_BYTES = 32;

/** Text that is put together as bytes: millions of lines without a string for each of their parts. */
export class ByteText {
  /** What was written is in the first `length` bytes. */
  length = 0;
  private buffer = Buffer.allocUnsafeSlow(1 << 16);

  /** What was written; it is overwritten once `clear` was called. */
  get bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  byte(value: number): void {
    this.reserve(1);
    this.buffer[this.length++] = value;
  }

  /** Bytes `from` up to `to` of a text that is short: a loop is faster than a call. */
  copy(source: Uint8Array, from = 0, to = source.length): void {
    this.reserve(to - from);
    const { buffer, length } = this;
    if (to - from > 24) {
      buffer.set(from === 0 && to === source.length ? source : source.subarray(from, to), length);
      this.length = length + to - from;
      return;
    }
    const shift = length - from;
    for (let at = from; at < to; at++) {
      buffer[at + shift] = source[at] ?? 0;
    }
    this.length = length + to - from;
  }

  text(value: string): void {
    this.reserve(value.length * 3);
    this.length += this.buffer.write(value, this.length);
  }

  /** An integer that a number holds exactly. */
  decimal(value: number): void {
    this.reserve(NUMBER_BYTES);
    let rest = value;
    if (rest < 0) {
      this.buffer[this.length++] = 45;
      rest = -rest;
    }
    if (rest < BILLION) {
      this.digits(rest, countDigits(rest));
      return;
    }
    const upper = Math.floor(rest / BILLION);
    if (upper >= BILLION) {
      this.decimal(upper);
    } else {
      this.digits(upper, countDigits(upper));
    }
    this.digits(rest - upper * BILLION, 9);
  }

  /** A number below a billion with so many digits, zeros before it included. */
  padded(value: number, digits: number): void {
    this.reserve(NUMBER_BYTES);
    this.digits(value, digits);
  }

  /** `0x…` of a number of 64 bits. */
  hex(high: number, low: number): void {
    this.reserve(NUMBER_BYTES);
    const { buffer } = this;
    buffer[this.length++] = ZERO;
    buffer[this.length++] = 120;
    const digits = high === 0 ? hexDigits(low) : 8 + hexDigits(high);
    for (let at = digits - 1; at >= 0; at--) {
      const nibble = (at < 8 ? low >>> (at * 4) : high >>> ((at - 8) * 4)) & 15;
      buffer[this.length++] = nibble < 10 ? ZERO + nibble : 87 + nibble;
    }
  }

  private digits(value: number, digits: number): void {
    const { buffer } = this;
    const end = this.length + digits;
    let rest = value | 0;
    for (let at = end - 1; at >= this.length; at--) {
      const upper = (rest / 10) | 0;
      buffer[at] = ZERO + rest - upper * 10;
      rest = upper;
    }
    this.length = end;
  }

  private reserve(more: number): void {
    if (this.length + more > this.buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.length + more, this.buffer.length * 2));
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
  }
}

/** Of a number below a billion. */
function countDigits(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) {
    digits++;
  }
  return digits;
}

function hexDigits(word: number): number {
  return Math.max(1, (35 - Math.clz32(word)) >>> 2);
}
