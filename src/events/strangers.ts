/** Records kept of events whose format is not known yet. */
const MAX_RECORDS = 50_000;

interface Stranger {
  readonly bytes: Uint8Array;
  readonly time: number;
  readonly cpu: number;
}

/** A probe's first hits can come before its format does: they wait here. */
export class Strangers {
  private readonly byId = new Map<number, Stranger[]>();
  private count = 0;

  /** Copies a record; false where there is no more room. */
  keep(id: number, view: DataView, at: number, length: number, time: number, cpu: number): boolean {
    if (this.count >= MAX_RECORDS) {
      return false;
    }
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at, length).slice();
    const records = this.byId.get(id) ?? [];
    records.push({ bytes, time, cpu });
    this.byId.set(id, records);
    this.count++;
    return true;
  }

  /** The records of an event, which are then no longer kept. */
  take(id: number): readonly Stranger[] {
    const records = this.byId.get(id) ?? [];
    this.byId.delete(id);
    this.count -= records.length;
    return records;
  }
}
