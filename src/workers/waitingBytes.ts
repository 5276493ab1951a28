/**
 * Bytes of pages that the event worker is not done with, in memory that both threads see: a message about each
 * frame would wake the extension host's thread for nothing.
 */
export class WaitingBytes {
  private readonly count: Int32Array;

  /** @param shared that of the other thread's */
  constructor(readonly shared = new SharedArrayBuffer(4)) {
    this.count = new Int32Array(shared);
  }

  get bytes(): number {
    return Atomics.load(this.count, 0);
  }

  add(bytes: number): void {
    Atomics.add(this.count, 0, bytes);
  }

  /** They are done with. */
  take(bytes: number): void {
    Atomics.sub(this.count, 0, bytes);
  }
}
