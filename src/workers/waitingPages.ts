/** Room for frames that the worker has not read yet: it is rarely behind by more. */
const SLOTS = 4;
/** What a slot holds, in bytes: a helper's largest frame. */
const SLOT_BYTES = 1 << 20;
/** Where the slots begin; before them stands what waits, and for each slot whether it is taken. */
const SLOTS_AT = 64;
/** Bytes that V8 copies at once to shared memory, where both lie alike. */
const WORD = 8;

/**
 * Pages on their way to the event worker, in memory that both threads see: nothing is allocated for a frame, which both
 * would have to collect, and no message about each wakes the extension host's thread for nothing.
 */
export class WaitingPages {
  private readonly counts: Int32Array;
  private readonly room: Uint8Array;
  /** The slot after the one that was taken last. */
  private next = 0;

  /** @param shared that of the other thread's */
  constructor(readonly shared = new SharedArrayBuffer(SLOTS_AT + SLOTS * SLOT_BYTES)) {
    this.counts = new Int32Array(shared, 0, 1 + SLOTS);
    this.room = new Uint8Array(shared, SLOTS_AT);
  }

  /** Bytes that the worker is not done with. */
  get bytes(): number {
    return Atomics.load(this.counts, 0);
  }

  /** Copies pages to where the worker reads them, or, where no room is free, to memory that is to be handed over. */
  add(pages: Uint8Array): Uint8Array {
    Atomics.add(this.counts, 0, pages.length);
    const slot = this.next;
    const at = slot * SLOT_BYTES + (pages.byteOffset % WORD);
    const end = at + pages.length;
    if (end > (slot + 1) * SLOT_BYTES || Atomics.load(this.counts, 1 + slot) !== 0) {
      return new Uint8Array(pages);
    }
    Atomics.store(this.counts, 1 + slot, 1);
    this.next = (slot + 1) % SLOTS;
    const place = this.room.subarray(at, end);
    place.set(pages);
    return place;
  }

  /** The worker is done with pages that it was given. */
  take(pages: Uint8Array): void {
    if (pages.buffer instanceof SharedArrayBuffer) {
      const slot = Math.floor((pages.byteOffset - SLOTS_AT) / SLOT_BYTES);
      Atomics.store(this.counts, 1 + slot, 0);
    }
    Atomics.sub(this.counts, 0, pages.length);
  }
}
