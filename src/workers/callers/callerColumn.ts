import type { MadeColumn } from '../../events/madeColumn';
import { callerName, RETURNS_TO } from '../../events/masks';
import type { EventTable } from '../../events/eventTable';
import type { AddressSpace } from './addressSpace';
import type { AddressSpaces, Hit } from './addressSpaces';
import { kernelAddress, placeIn, placeInProbed, type Place } from './place';
import type { PlaceNames } from './placeNames';
import { placeText } from './placeText';
import type { SeenCalls } from './seenCalls';
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
    const [name, address, ip] =
      at(RETURNS_TO) >= 0
        ? [callerName(table.format), at(RETURNS_TO), at(RETURN_IP)]
        : [code.caller ?? '', at(code.caller ?? ''), at(ENTRY_IP)];
    return address >= 0 && ip >= 0
      ? new CallerColumn(name, table, code, address, ip, spaces, names)
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

  /** Sees to it that what the address means is known later, when the process may have ended. */
  learn(row: number, seen: SeenCalls): void {
    const address = this.address(row);
    if (address === undefined || !seen.isNew(this.table.thread(row), Number(address))) {
      return;
    }
    const hit = this.hit(row);
    if (typeof address === 'number' && hit) {
      this.spaces.learn(hit, address);
    }
    // Asks for its name.
    this.text(row);
  }

  place(row: number): Place | undefined {
    const address = this.address(row);
    const hit = this.hit(row);
    if (typeof address !== 'number' || !hit) {
      const kernel = kernelAddress(address);
      return kernel === undefined ? undefined : { kernel };
    }
    const space = this.spaces.of(hit);
    return (space && placeIn(space, address)) ?? placeInProbed(hit, address);
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
