import type { EventFormat } from '../eventFormat';
import { THREAD_AT } from '../eventTable';
import { maskFormat, type MaskTest } from '../masks';
import type { Records } from '../records';
import { CallCounts, isAddress } from './callCounts';
import { countsOfField } from './countsOfField';
import { type FieldCounts, MaskedCounts } from './fieldCounts';
import { NumberCounts } from './numberCounts';

const THREAD = { offset: THREAD_AT, elementSize: 4, signed: true, base: 'decimal' } as const;

/** Counts all events of one table, and the values of their fields. */
export class TableCounts {
  count = 0;
  /** By number of the CPU. */
  readonly cpus = new Map<number, number>();
  readonly threads: NumberCounts;
  private readonly fields: (FieldCounts | undefined)[];
  private calls: CallCounts | undefined;
  /** Name of the field of addresses that calls return to. */
  private caller = '';

  constructor(
    private readonly format: EventFormat,
    private readonly littleEndian: boolean,
  ) {
    this.threads = new NumberCounts(THREAD, littleEndian);
    this.fields = format.fields.map(field => countsOfField(field, littleEndian));
  }

  get event(): string {
    return this.format.name;
  }

  has(column: string): boolean {
    return this.format.fields.some(({ name }) => name === column);
  }

  field(column: string): FieldCounts | undefined {
    return this.fields[this.format.fields.findIndex(({ name }) => name === column)];
  }

  /**
   * Counts from now on who called, by fields that hold where calls return to and where they were hit. Undefined where
   * these are not there, or masked.
   */
  countCalls(caller: string, ip: string): CallCounts | undefined {
    const [address, place] = [caller, ip].map(wanted =>
      this.format.fields.find(({ name, masked }) => name === wanted && masked !== true),
    );
    if (address && place && isAddress(address) && isAddress(place)) {
      this.caller = caller;
      this.calls = new CallCounts(address, place, this.littleEndian);
    }
    return this.calls;
  }

  add(records: Records): void {
    this.count += records.count;
    this.cpus.set(records.cpu, (this.cpus.get(records.cpu) ?? 0) + records.count);
    this.threads.add(records);
    for (const field of this.fields) {
      field?.add(records);
    }
    this.calls?.add(records);
  }

  /** Forgets the values of fields that are masked from now on. */
  mask(isMasked: MaskTest): void {
    maskFormat(this.format, isMasked).fields.forEach(({ name, masked = false }, at) => {
      if (masked) {
        this.fields[at] = new MaskedCounts(this.count);
        this.calls = name === this.caller ? undefined : this.calls;
      }
    });
  }
}
