import type { EventField } from '../eventFormat';
import { THREAD_AT } from '../eventTable';
import { type ReadIntegers, readIntegers } from '../readIntegers';
import type { Records } from '../records';
import { wordValue } from '../wordColumn';

/** Different calls that are counted until they are taken out. */
const MAX_CALLS = 1 << 16;
const FIRST_ROOM = 64;
/** Of a call: thread, and the halves of its two addresses. */
const WORDS = 5;

/** A call of a function, which may come again and again. */
export interface Call {
  readonly thread: number;
  /** Address of the function that was hit. */
  readonly ip: number | bigint;
  /** Where it returns to. */
  readonly address: number | bigint;
}

/** A field that holds an address. */
type AddressField = Pick<EventField, 'kind' | 'offset' | 'elementSize'>;

/**
 * How often functions were called from where, by thread, over all events of one table. They are told in the order in
 * which they came first; no object is made of a call until then.
 */
export class CallCounts {
  /** Different ones. */
  used = 0;
  /** How many came that there was no room for. */
  others = 0;
  private words = new Int32Array(FIRST_ROOM * WORDS);
  private counts = new Float64Array(FIRST_ROOM);
  /** Open addresses: number of a call plus 1, or 0. */
  private slots = new Int32Array(FIRST_ROOM * 2);
  /** Of the records that are being counted, by word. */
  private read = new Int32Array(0);
  private readonly readInts: ReadIntegers;

  /** @param address @param ip fields of 32 or 64 bits, as {@link isAddress} says */
  constructor(
    private readonly address: AddressField,
    private readonly ip: AddressField,
    private readonly littleEndian: boolean,
  ) {
    this.readInts = readIntegers({ elementSize: 4 }, littleEndian);
  }

  add(records: Records): void {
    const { count } = records;
    const room = this.readWords(records);
    const { read } = this;
    let call = -1;
    for (let at = 0; at < count; at++) {
      const thread = read[at] ?? 0;
      const low = read[room + at] ?? 0;
      const high = read[2 * room + at] ?? 0;
      const ipLow = read[3 * room + at] ?? 0;
      const ipHigh = read[4 * room + at] ?? 0;
      // The same call often comes again and again.
      if (call < 0 || !this.is(call, thread, low, high, ipLow, ipHigh)) {
        call = this.find(thread, low, high, ipLow, ipHigh);
      }
      if (call < 0) {
        this.others++;
      } else {
        this.counts[call] = (this.counts[call] ?? 0) + 1;
      }
    }
  }

  /** @param from number of the first call that is told */
  forEach(from: number, visit: (call: Call, count: number) => void): void {
    const { words } = this;
    for (let call = from; call < this.used; call++) {
      const [thread = 0, low = 0, high = 0, ipLow = 0, ipHigh = 0] = words.subarray(call * WORDS);
      visit(
        {
          thread,
          ip: wordValue(ipLow >>> 0, ipHigh, false),
          address: wordValue(low >>> 0, high, false),
        },
        this.counts[call] ?? 0,
      );
    }
  }

  /** Begins anew, with the `others` too. */
  clear(): void {
    this.slots.fill(0);
    this.counts.fill(0, 0, this.used);
    this.used = 0;
    this.others = 0;
  }

  /** Returns the room that the words of one kind have. */
  private readWords(records: Records): number {
    const { count } = records;
    if (count * WORDS > this.read.length) {
      this.read = new Int32Array(count * 2 * WORDS);
    }
    const room = this.read.length / WORDS;
    this.readInts(records, 0, count, THREAD_AT, this.read, 0);
    this.readAddress(records, this.address, room);
    this.readAddress(records, this.ip, room * 3);
    return room;
  }

  /** Its two halves, the lower one first; upper halves of 32 bits stay 0. */
  private readAddress(records: Records, { offset, elementSize }: AddressField, at: number): void {
    const { count } = records;
    const isWide = elementSize === 8;
    const lowAt = isWide && !this.littleEndian ? offset + 4 : offset;
    this.readInts(records, 0, count, lowAt, this.read, at);
    if (isWide) {
      const highAt = this.littleEndian ? offset + 4 : offset;
      this.readInts(records, 0, count, highAt, this.read, at + this.read.length / WORDS);
    }
  }

  private is(
    call: number,
    thread: number,
    low: number,
    high: number,
    ipLow: number,
    ipHigh: number,
  ): boolean {
    const { words } = this;
    const at = call * WORDS;
    return (
      words[at + 1] === low &&
      words[at] === thread &&
      words[at + 2] === high &&
      words[at + 3] === ipLow &&
      words[at + 4] === ipHigh
    );
  }

  /** The number of a call, which may be new; -1 where there is no room for it. */
  private find(thread: number, low: number, high: number, ipLow: number, ipHigh: number): number {
    const mask = this.slots.length - 1;
    let slot = hashOf(thread, low, ipLow) & mask;
    for (let known = this.slots[slot] ?? 0; known > 0; known = this.slots[slot] ?? 0) {
      if (this.is(known - 1, thread, low, high, ipLow, ipHigh)) {
        return known - 1;
      }
      slot = (slot + 1) & mask;
    }
    if (this.used === MAX_CALLS) {
      return -1;
    }
    const call = this.used++;
    this.words.set([thread, low, high, ipLow, ipHigh], call * WORDS);
    this.slots[slot] = call + 1;
    if (this.used === this.counts.length) {
      this.grow();
    }
    return call;
  }

  private grow(): void {
    const room = this.counts.length * 2;
    const words = new Int32Array(room * WORDS);
    words.set(this.words);
    const counts = new Float64Array(room);
    counts.set(this.counts);
    const slots = new Int32Array(room * 2);
    for (let call = 0; call < this.used; call++) {
      const at = call * WORDS;
      let slot = hashOf(words[at] ?? 0, words[at + 1] ?? 0, words[at + 3] ?? 0) & (room * 2 - 1);
      while (slots[slot] !== 0) {
        slot = (slot + 1) & (room * 2 - 1);
      }
      slots[slot] = call + 1;
    }
    this.words = words;
    this.counts = counts;
    this.slots = slots;
  }
}

/** Whether a field can hold an address. */
export function isAddress({ kind, elementSize }: AddressField): boolean {
  return kind === 'int' && elementSize >= 4;
}

function hashOf(thread: number, low: number, ipLow: number): number {
  const hash = Math.imul(
    low ^ Math.imul(thread, 0x9e3779b1) ^ Math.imul(ipLow, 0xc2b2ae35),
    0x85ebca6b,
  );
  return hash ^ (hash >>> 15);
}
