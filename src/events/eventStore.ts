import { type PageLayout, RingBufferError, visitPage } from '../tracefs';
import { Aggregate } from './aggregate/aggregate';
import { CHUNK_ROWS } from './chunks';
import { type EventFormat } from './eventFormat';
import { EventNumbers } from './eventNumbers';
import { EventOrder } from './eventOrder';
import { maskFormat, type MaskTest } from './masks';
import { EventTable, THREAD_AT } from './eventTable';
import { PendingEvents } from './pendingEvents';
import { Records } from './records';
import { type RecordedRows, rowsByCpu } from './recording/rowsSection';
import { Sampling } from './sampling';
import type { StackRecords } from './stacks/stackRecords';
import { type Stranger, Strangers } from './strangers';

/** What did not become rows. */
export interface StoreLosses {
  /** Events the kernel overwrote before they were read, as far as its pages say how many. */
  missed: number;
  /** Pages whose bytes contradict themselves, and records of events without a known format. */
  badPages: number;
  unknown: number;
  /** Events that made room for newer ones. */
  dropped: number;
}

/** Where every record has its event's id (`common_type`), in bytes. */
const TYPE_AT = 0;

/** Bytes of pages whose records are gone over before their columns are read: they stay in the CPU's cache. */
const STEP_BYTES = 1 << 16;

/**
 * Newest events that may still get older ones between them, in ns: CPUs are read one after the other.
 */
const SETTLE = 200e6;

/** Part of a full store that makes room at once. */
const DROP_PART = 16;

/** Most that the events of a capture take, however long their texts are. */
const MAX_BYTES = 2 ** 30;

/** The events of a capture as rows of typed columns, in the order of time over all CPUs. */
export class EventStore {
  readonly losses: StoreLosses = { missed: 0, badPages: 0, unknown: 0, dropped: 0 };
  readonly tables: EventTable[] = [];
  readonly order: EventOrder;
  /** Of all events that came. */
  readonly aggregate = new Aggregate();
  /** Which of them became rows. */
  readonly sampling = new Sampling();
  /** The capture's time 0, in ns of its clock; rows count from it. */
  epoch: bigint | undefined;
  private readonly numbers = new EventNumbers();
  /** Of the pages that are being read. */
  private pageEpoch = 0;
  private tableOfId: ReadonlyMap<number, number> = new Map();
  /** By table: what was gone over and is to be read. */
  private readonly records: Records[] = [];
  /** Where stacks are recorded: they come between the events. */
  stacks: StackRecords | undefined;
  private readonly pending = new PendingEvents();
  private readonly strangers = new Strangers();
  /** Whether what is gone over becomes rows. */
  private isKept = true;
  /** Whether the values of a column are not kept. */
  isMasked: MaskTest = () => false;

  /** The events' end when their bytes were looked at last. */
  private weighedAt = 0;

  /** @param capacity events that are kept, in `maxBytes`; the oldest go first */
  constructor(
    private readonly layout: PageLayout,
    private readonly capacity: number,
    private readonly maxBytes = MAX_BYTES,
  ) {
    this.order = new EventOrder((table, row) => this.tables[table]?.time(row) ?? 0);
  }

  /** Events that are kept. */
  get held(): number {
    return this.order.end - this.order.first;
  }

  /** Bytes of all columns and the order. */
  get bytes(): number {
    return this.tables.reduce((sum, table) => sum + table.bytes, this.order.bytes);
  }

  /**
   * Makes rows of the event's records; returns its table's index.
   * @param since epoch of pages from which the number is this event's
   * @param isTable told of the index before what waited for the format becomes rows
   */
  addFormat(
    format: EventFormat,
    since = 0,
    isTable: (index: number) => void = () => undefined,
  ): number {
    const known = this.numbers.knownSince(format.id, since);
    if (known !== undefined) {
      return known;
    }
    const index = this.tables.length;
    this.numbers.add(format.id, since, index);
    const table = new EventTable(maskFormat(format, this.isMasked), this.layout.littleEndian);
    this.tables.push(table);
    this.records.push(new Records());
    this.aggregate.addTable(table.format, this.layout.littleEndian);
    isTable(index);
    const isOfIt = (epoch: number): boolean => this.numbers.tableOf(format.id, epoch) === index;
    this.strangers.take(format.id, isOfIt).forEach(stranger => {
      this.addStranger(stranger);
    });
    return index;
  }

  /** Keeps no values of such fields any more, those that came before included; a field stays masked. */
  mask(isMasked: MaskTest): void {
    this.isMasked = isMasked;
    this.tables.forEach(table => table.mask(isMasked));
    this.aggregate.mask(isMasked);
  }

  /**
   * An event is gone: in pages of `epoch` and later its number is another's. Rows stay, those still on
   * their way come; a format that did not come by now will not.
   */
  retire(id: number, epoch: number): void {
    this.numbers.retire(id, epoch);
    const lost = this.strangers.take(id, of => this.isLost(id, of));
    this.losses.unknown += lost.length;
  }

  /**
   * Takes whole sub-buffers of one CPU, which may be let go of afterwards.
   * @param epoch in which they were read: decides which event a number means
   */
  add(cpu: number, pages: Uint8Array, epoch = 0): void {
    const { size } = this.layout;
    const view = this.begin(pages, cpu, epoch);
    // A page that is cut off is none.
    this.losses.badPages += pages.byteLength % size === 0 ? 0 : 1;
    const step = this.sampling.parts > 1 ? size : STEP_BYTES;
    for (let start = 0, read = 0; start + size <= pages.byteLength; start += size) {
      if (start === read) {
        this.isKept = this.sampling.next();
      }
      try {
        this.addPage(view, start, cpu);
      } catch (error) {
        if (!(error instanceof RingBufferError)) {
          throw error;
        }
        this.losses.badPages++;
        this.aggregate.times.gap(cpu);
      }
      if (start + size - read >= step) {
        this.read();
        read = start + size;
      }
    }
    this.read();
    this.isKept = true;
  }

  /** Takes rows of a recording: their events are tables, and their records fit these. */
  addRows({ times, cpus, events, starts, bytes }: RecordedRows): void {
    const placed = new Float64Array(times.length);
    for (const [cpu, rows] of rowsByCpu(cpus)) {
      this.begin(bytes, cpu, 0);
      for (const row of rows) {
        const records = this.records[events[row] ?? 0];
        placed[row] = (this.tables[events[row] ?? 0]?.nextRow ?? 0) + (records?.count ?? 0);
        records?.add(starts[row] ?? 0, starts[row + 1] ?? bytes.length, times[row] ?? 0);
      }
      this.read();
    }
    // Rows of one time stay in their order, whichever CPU they are of.
    times.forEach((time, row) => {
      this.pending.add(events[row] ?? 0, placed[row] ?? 0, time);
    });
  }

  /** Puts what was added in its place by time; returns the first position that is new or has moved. */
  flush(): number {
    const from = this.order.merge(this.pending);
    const surplus = this.held - this.capacity;
    if (surplus > 0) {
      this.makeRoom(Math.max(surplus, Math.floor(this.capacity / DROP_PART)));
    }
    // Columns take and give back whole chunks.
    if (this.order.end - this.weighedAt >= CHUNK_ROWS) {
      this.weighedAt = this.order.end;
      this.lighten();
    }
    return from;
  }

  /** The position before which no event will come any more; with `all`, as the capture has ended. */
  settledEnd(all: boolean): number {
    const { order } = this;
    return all || order.end === order.first
      ? order.end
      : order.positionAfter(order.time(order.end - 1) - SETTLE);
  }

  private addPage(view: DataView, start: number, cpu: number): void {
    const { littleEndian } = this.layout;
    const pageTime = view.getBigUint64(start + this.layout.timestampOffset, littleEndian);
    this.epoch ??= pageTime;
    const base = Number(pageTime - this.epoch);
    const { missed } = visitPage(view, start, this.layout, (at, length, delta) => {
      this.addRecord(view, at, length, base + delta, cpu);
    });
    this.losses.missed += missed === 'some' ? 1 : missed;
    this.aggregate.times.page(cpu, base, missed !== 0);
  }

  /** What waited for its format, and its stacks. */
  private addStranger(stranger: Stranger): void {
    const { bytes, time, cpu, epoch } = stranger;
    const add = (): void => {
      const view = this.begin(bytes, cpu, epoch);
      this.addRecord(view, 0, bytes.byteLength, time, cpu);
      this.read();
      for (const stack of stranger.stacks) {
        const { buffer, byteOffset, byteLength } = stack.bytes;
        this.stacks?.add(cpu, stack.id, new DataView(buffer, byteOffset), 0, byteLength);
      }
    };
    const last = this.strangers.last(cpu);
    if (last === stranger || !this.stacks) {
      add();
    } else {
      this.stacks.aside(cpu, add);
      this.strangers.resume(cpu, last);
    }
  }

  private addRecord(view: DataView, at: number, length: number, time: number, cpu: number): void {
    const id = length >= THREAD_AT + 4 ? view.getUint16(at + TYPE_AT, this.layout.littleEndian) : 0;
    if (this.stacks?.isStack(id)) {
      if (this.strangers.last(cpu)) {
        this.strangers.addStack(cpu, id, copyOf(view, at, length));
      } else {
        this.stacks.add(cpu, id, view, at, length);
      }
      return;
    }
    const index = this.tableOfId.get(id) ?? this.tables.length;
    const table = this.tables[index];
    const records = this.records[index];
    if (table && records && length >= table.format.size) {
      const row = table.nextRow + records.count;
      if (this.isKept) {
        this.pending.add(index, row, time);
      }
      if (this.stacks) {
        this.strangers.passed(cpu);
        this.stacks.event(cpu, index, this.isKept ? row : -1, view, at);
      }
      records.add(at, at + length, time);
      return;
    }
    this.stacks?.stranger(cpu);
    this.strangers.passed(cpu);
    if (table || !this.keep(id, view, at, length, time, cpu)) {
      this.losses.unknown++;
    }
  }

  /** A record whose format may still come; false for one that will never be read. */
  private keep(
    id: number,
    view: DataView,
    at: number,
    length: number,
    time: number,
    cpu: number,
  ): boolean {
    const { pageEpoch: epoch } = this;
    if (this.isLost(id, epoch)) {
      return false;
    }
    const bytes = copyOf(view, at, length);
    return this.strangers.keep(id, { bytes, time, cpu, epoch, stacks: [] });
  }

  private isLost(id: number, epoch: number): boolean {
    return this.numbers.isGone(id, epoch) && this.numbers.tableOf(id, epoch) === undefined;
  }

  private begin(bytes: Uint8Array, cpu: number, epoch: number): DataView {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.pageEpoch = epoch;
    this.tableOfId = this.numbers.tables(epoch);
    this.records.forEach(records => records.begin(view, bytes, cpu));
    return view;
  }

  /** Reads the columns of what was gone over. */
  private read(): void {
    this.records.forEach((records, index) => {
      const { count, times } = records;
      if (count === 0) {
        return;
      }
      this.aggregate.add(index, records);
      this.sampling.of += count;
      if (this.isKept) {
        this.sampling.kept += count;
        this.tables[index]?.append(records);
      } else {
        this.sampling.leftOut(times[0] ?? 0, times[count - 1] ?? 0);
      }
      records.count = 0;
    });
    this.aggregate.times.endStep();
  }

  private lighten(): void {
    for (let left = this.held; left > 0 && this.bytes > this.maxBytes; left = this.held) {
      this.makeRoom(Math.min(left, Math.max(CHUNK_ROWS, Math.floor(left / DROP_PART))));
    }
  }

  private makeRoom(count: number): void {
    const { order, tables } = this;
    const first = order.first + count;
    for (let position = order.first; position < first; position++) {
      tables[order.table(position)]?.release(order.row(position));
    }
    order.dropBefore(first);
    this.losses.dropped += count;
  }
}

function copyOf(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, length).slice();
}
