import { MAX_VALUES } from '../valueCounts';

const FIRST_SLOTS = 64;
/** Bytes that all different values take at most. */
const MAX_BYTES = 4 << 20;

/** How often runs of bytes came. What has the same hash is compared: only the same bytes are one value. */
export class ByteCounts {
  /** By hash: the number of a value, counted from 1; 0 where a slot is free. */
  private slots = new Uint16Array(FIRST_SLOTS);
  /** By number: hash, where the bytes end in `bytes`, and how often they came. */
  private readonly hashes: number[] = [0];
  private readonly ends: number[] = [0];
  private readonly counts: number[] = [0];
  private bytes = Buffer.allocUnsafeSlow(1024);
  /** The one that came last: it often comes again. */
  private latest = 0;

  /** Counts one; false where there is no room for a value that is new. */
  add(source: Uint8Array, start: number, end: number): boolean {
    const { latest } = this;
    if (latest > 0 && this.isSame(latest, source, start, end)) {
      this.counts[latest] = (this.counts[latest] ?? 0) + 1;
      return true;
    }
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) {
      hash = Math.imul(hash ^ (source[at] ?? 0), 0x01000193);
    }
    hash ^= hash >>> 15;
    const { slots } = this;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot] ?? 0;
      if (number === 0) {
        return this.insert(source, start, end, hash, slot);
      }
      if (this.hashes[number] === hash && this.isSame(number, source, start, end)) {
        this.counts[number] = (this.counts[number] ?? 0) + 1;
        this.latest = number;
        return true;
      }
    }
  }

  forEach(visit: (bytes: Buffer, count: number) => void): void {
    for (let number = 1; number < this.ends.length; number++) {
      const bytes = this.bytes.subarray(this.ends[number - 1], this.ends[number]);
      visit(bytes, this.counts[number] ?? 0);
    }
  }

  private isSame(number: number, source: Uint8Array, start: number, end: number): boolean {
    const { bytes, ends } = this;
    const begin = ends[number - 1] ?? 0;
    const length = end - start;
    if ((ends[number] ?? 0) - begin !== length) {
      return false;
    }
    for (let at = 0; at < length; at++) {
      if (bytes[begin + at] !== source[start + at]) {
        return false;
      }
    }
    return true;
  }

  private insert(source: Uint8Array, start: number, end: number, hash: number, slot: number) {
    const begin = this.ends.at(-1) ?? 0;
    const length = begin + end - start;
    if (this.ends.length > MAX_VALUES || length > MAX_BYTES) {
      return false;
    }
    if (length > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, begin);
      this.bytes = larger;
    }
    this.bytes.set(source.subarray(start, end), begin);
    this.slots[slot] = this.ends.length;
    this.hashes.push(hash);
    this.ends.push(length);
    this.counts.push(1);
    this.grow();
    return true;
  }

  private grow(): void {
    if (this.ends.length * 2 > this.slots.length) {
      const slots = new Uint16Array(this.slots.length * 2);
      const mask = slots.length - 1;
      for (let number = 1; number < this.hashes.length; number++) {
        let slot = (this.hashes[number] ?? 0) & mask;
        while (slots[slot] !== 0) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = number;
      }
      this.slots = slots;
    }
  }
}
