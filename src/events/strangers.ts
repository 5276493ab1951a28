/** Records kept of events whose format is not known yet. */
const MAX_RECORDS = 50_000;

/** A record of an event whose format is not known yet. */
interface Stranger {
  readonly bytes: Uint8Array;
  readonly time: number;
  readonly cpu: number;
  /** Of its page: the same number is another event's in another one. */
  readonly epoch: number;
}

/** A probe's first hits can come before its format does: they wait here. */
export class Strangers {
  private readonly byId = new Map<number, Stranger[]>();
  private count = 0;

  /** Keeps a record, whose bytes are its own; false where there is no more room. */
  keep(id: number, record: Stranger): boolean {
    if (this.count >= MAX_RECORDS) {
      return false;
    }
    const records = this.byId.get(id) ?? [];
    records.push(record);
    this.byId.set(id, records);
    this.count++;
    return true;
  }

  /** The records of a number from such epochs, which are then no longer kept. */
  take(id: number, isOfIt: (epoch: number) => boolean): readonly Stranger[] {
    const records = this.byId.get(id) ?? [];
    const taken = records.filter(({ epoch }) => isOfIt(epoch));
    const left = records.filter(({ epoch }) => !isOfIt(epoch));
    this.byId.delete(id);
    if (left.length > 0) {
      this.byId.set(id, left);
    }
    this.count -= taken.length;
    return taken;
  }
}
