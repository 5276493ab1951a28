/** Records kept of events whose format is not known yet. */
const MAX_RECORDS = 50_000;

/** Stacks of one event: the kernel's and the program's. Further ones are of events that were not recorded. */
const MAX_STACKS = 2;

/** A record of an event whose format is not known yet. */
export interface Stranger {
  readonly bytes: Uint8Array;
  readonly time: number;
  readonly cpu: number;
  /** Of its page: the same number is another event's in another one. */
  readonly epoch: number;
  /** Records of the stacks that came with it. */
  readonly stacks: { readonly id: number; readonly bytes: Uint8Array }[];
}

/** A probe's first hits can come before its format does: they wait here. */
export class Strangers {
  private readonly byId = new Map<number, Stranger[]>();
  /** By CPU, where the last event that it recorded is one of these. */
  private readonly latest = new Map<number, Stranger>();
  private count = 0;

  /** Keeps a record, whose bytes are its own; false where there is no more room. */
  keep(id: number, record: Stranger): boolean {
    if (this.count >= MAX_RECORDS) {
      return false;
    }
    this.latest.set(record.cpu, record);
    const records = this.byId.get(id) ?? [];
    records.push(record);
    this.byId.set(id, records);
    this.count++;
    return true;
  }

  /** The one whose stacks come next on a CPU. */
  last(cpu: number): Stranger | undefined {
    return this.latest.get(cpu);
  }

  /** Keeps a stack, whose bytes are its own, with the last one of a CPU. */
  addStack(cpu: number, id: number, bytes: Uint8Array): void {
    const stacks = this.latest.get(cpu)?.stacks;
    if (stacks && stacks.length < MAX_STACKS) {
      stacks.push({ id, bytes });
    }
  }

  /** A CPU's last event is none of these, or no more. */
  passed(cpu: number): void {
    this.latest.delete(cpu);
  }

  /** What {@link last} gave before is the CPU's last event again. */
  resume(cpu: number, last: Stranger | undefined): void {
    if (last) {
      this.latest.set(cpu, last);
    }
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
