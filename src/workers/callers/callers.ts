import type { EventFields } from '../../events/eventFields';
import type { EventStore } from '../../events/eventStore';
import type { StackFormat } from '../../events/stacks/stackFormat';
import { StackRecords } from '../../events/stacks/stackRecords';
import { readCodeMaps, threadGroup } from '../../processes/codeMaps';
import { AddressSpaces, type ProcessReader } from './addressSpaces';
import { CallerColumn } from './callerColumn';
import { CallerCounts } from './callerCounts';
import { beforeCall, onlyPlace, type FilePlace } from './place';
import { PlaceNames } from './placeNames';
import type { ProbedCode } from './probedCode';
import { StackNames } from './stackNames';

const PROC: ProcessReader = { process: tid => threadGroup(tid), maps: tid => readCodeMaps(tid) };
/** The processes of another machine are not to be seen. */
const NOWHERE: ProcessReader = { process: () => undefined, maps: () => undefined };

/** Who called the functions of a capture. */
export class Callers {
  readonly names = new PlaceNames();
  private readonly spaces: AddressSpaces;
  /** By table of the store. */
  private readonly columns = new Map<number, CallerColumn>();
  private readonly counts = new Map<number, CallerCounts>();
  /** Where the records of tables have their return addresses, in bytes. */
  private readonly offsets = new Map<number, number>();
  readonly stacks: StackNames;

  constructor(
    private readonly store: EventStore,
    fields: EventFields,
    private readonly littleEndian: boolean,
    isLocal: boolean,
    reader = isLocal ? PROC : NOWHERE,
  ) {
    this.spaces = new AddressSpaces(reader);
    this.stacks = new StackNames(this.spaces, this.names);
    fields.register(table => {
      const column = this.columns.get(table);
      return column ? [column] : [];
    });
  }

  /** Tells where the code of a table's probe is. */
  add(table: number, code: ProbedCode): void {
    const rows = this.store.tables[table];
    this.stacks.add(table, code);
    const field = rows?.format.fields.find(({ name }) => name === code.caller);
    if (field && !field.masked) {
      this.offsets.set(table, field.offset);
    }
    const column = rows && CallerColumn.of(rows, code, this.spaces, this.names);
    if (column) {
      this.columns.set(table, column);
      const { address, ip } = column.fields;
      const calls = this.store.aggregate.countCalls(table, address, ip);
      if (calls) {
        this.counts.set(table, new CallerCounts(calls, code, this.spaces, this.names));
      }
    }
  }

  /** Reads the records of stacks from now on. */
  recordStacks(formats: readonly StackFormat[]): void {
    const { store, stacks, littleEndian } = this;
    store.stacks ??= new StackRecords(
      formats,
      littleEndian,
      table => store.tables[table]?.firstRow ?? 0,
      this.offsets,
      stack => stacks.learn(stack),
    );
  }

  /** Looks at who called in new events, at once: their processes may end. */
  look(): void {
    const now = performance.now();
    for (const counts of this.counts.values()) {
      counts.look(now);
    }
  }

  /** What counts a column of a table over all events; undefined where the column is not one of callers. */
  counted(table: number, column: string): Pick<CallerCounts, 'tell'> | undefined {
    const known = this.columns.get(table);
    return known?.name === column
      ? (this.counts.get(table) ?? this.store.aggregate.field(table, known.fields.address))
      : undefined;
  }

  /** Lets go of who called where that is masked now. */
  masked(): void {
    for (const table of this.counts.keys()) {
      const { address = '' } = this.columns.get(table)?.fields ?? {};
      const { fields = [] } = this.store.tables[table]?.format ?? {};
      if (fields.some(({ name, masked }) => name === address && masked)) {
        this.counts.delete(table);
      }
    }
  }

  /** Whether a column of that name tells who called. */
  isCaller(column: string): boolean {
    return [...this.columns.values()].some(({ name }) => name === column);
  }

  /** Who called, of all events that came: what is shown of it, and where it returns to in a file. */
  forEachCaller(visit: (text: string, place: FilePlace) => void): void {
    for (const counts of this.counts.values()) {
      counts.forEachSite(visit);
    }
  }

  /** The call that such a text tells of; undefined where it is in no file, or several may be meant. */
  siteOf(text: string): FilePlace | undefined {
    const found: FilePlace[] = [];
    this.forEachCaller((shown, place) => {
      if (shown === text) {
        found.push(place);
      }
    });
    return beforeCall(onlyPlace(found), 1);
  }

  /** The call that the event's function came from; undefined where it is in no file. */
  callSite(position: number): FilePlace | undefined {
    const { order } = this.store;
    return beforeCall(this.columns.get(order.table(position))?.place(order.row(position)), 1);
  }

  /** What a frame of the program's stack at that event was about to do, the innermost 0. */
  frameSite(position: number, frame: number): FilePlace | undefined {
    const { order, stacks } = this.store;
    const { user = 0 } = stacks?.of(order.table(position), order.row(position)) ?? {};
    const stack = stacks?.stack(user);
    return stack && this.stacks.site(stack, frame);
  }
}
