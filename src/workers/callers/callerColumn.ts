import type { MadeColumn } from '../../events/madeColumn';
import { callerName, RETURNS_TO } from '../../events/masks';
import type { EventTable } from '../../events/eventTable';
import type { AddressSpace } from './addressSpace';
import type { AddressSpaces, Hit } from './addressSpaces';
import { type Place, placeOf } from './place';
import type { PlaceNames } from './placeNames';
import { placeText } from './placeText';
import type { ProbedCode } from './probedCode';

/** The kernel's fields of an entry's and of a return's record (`set_print_fmt` in kernel/trace/trace_probe.c). */
const ENTRY_IP = '__probe_ip';
const RETURN_IP = '__probe_func';
/** Texts kept of one address space. */
const MAX_TEXTS = 10_000;

interface Text {
  readonly version: number;
  readonly text: string;
}

/** Who called: the return address of an entry's records, or what a return's records say. */
export class CallerColumn implements MadeColumn {
  readonly isNumber = false;
  readonly isCode = true;
  readonly replaces = true;
  private readonly texts = new WeakMap<AddressSpace, Map<number, Text>>();

  private constructor(
    readonly name: string,
    /** Names of the records' fields that it is made of. */
    readonly fields: { readonly address: string; readonly ip: string },
    private readonly table: EventTable,
    private readonly code: ProbedCode,
    private readonly field: number,
    private readonly ipField: number,
    private readonly spaces: AddressSpaces,
    private readonly names: PlaceNames,
  ) {}

  /** Undefined where the records do not tell. */
  static of(
    table: EventTable,
    code: ProbedCode,
    spaces: AddressSpaces,
    names: PlaceNames,
  ): CallerColumn | undefined {
    const at = (wanted: string): number =>
      table.format.fields.findIndex(({ name }) => name === wanted);
    const isReturn = at(RETURNS_TO) >= 0;
    const fields = isReturn
      ? { address: RETURNS_TO, ip: RETURN_IP }
      : { address: code.caller ?? '', ip: ENTRY_IP };
    const name = isReturn ? callerName(table.format) : fields.address;
    const [address, ip] = [at(fields.address), at(fields.ip)];
    return address >= 0 && ip >= 0
      ? new CallerColumn(name, fields, table, code, address, ip, spaces, names)
      : undefined;
  }

  readonly text = (row: number): string => {
    const address = this.address(row);
    if (address === undefined) {
      return String(this.table.value(row, this.field) ?? '');
    }
    const space = typeof address === 'number' ? this.space(row) : undefined;
    if (!space || typeof address !== 'number') {
      return this.make(row, address);
    }
    const texts = this.texts.get(space) ?? new Map<number, Text>();
    this.texts.set(space, texts);
    const { version } = this.names;
    const known = texts.get(address);
    if (known?.version === version) {
      return known.text;
    }
    const text = this.make(row, address);
    if (texts.size < MAX_TEXTS) {
      texts.set(address, { version, text });
    }
    return text;
  };

  readonly value = (row: number): string => this.text(row);

  place(row: number): Place | undefined {
    return placeOf(this.address(row), this.hit(row), this.spaces);
  }

  private make(row: number, address: number | bigint): string {
    return placeText(address, this.place(row), this.names, 1);
  }

  private space(row: number): AddressSpace | undefined {
    const hit = this.hit(row);
    return hit && this.spaces.of(hit);
  }

  private hit(row: number): Hit | undefined {
    const ip = this.table.value(row, this.ipField);
    return typeof ip === 'number'
      ? { thread: this.table.thread(row), ip, code: this.code }
      : undefined;
  }

  /** Undefined where it is masked. */
  private address(row: number): number | bigint | undefined {
    const value = this.table.value(row, this.field);
    return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
  }
}
