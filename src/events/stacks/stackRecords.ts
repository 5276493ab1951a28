import { Chunks } from '../chunks';
import type { StackFormat } from './stackFormat';

/** Different stacks that are kept; further ones are counted only. */
const MAX_STACKS = 100_000;
/** Where every record has its thread (`common_pid`), in bytes. */
const THREAD_AT = 4;
/** Bytes of an address; others are not read. */
const WORD = 8;
/** What older kernels end a stack with. */
const END = 2n ** 64n - 1n;
/** Rows between two looks for rows that are gone. */
const TRIM_ROWS = 1 << 14;

/** A stack that was recorded, the innermost frame first. */
export interface Stack {
  readonly isKernel: boolean;
  /** Of an event whose stack it was, as its records name it. */
  readonly table: number;
  readonly thread: number;
  readonly frames: readonly (number | bigint)[];
}

/** The stacks of an event's calls, by their numbers; 0 where there is none. */
export interface CallStacks {
  readonly kernel: number;
  readonly user: number;
}

/** How often calls of an event had the same stacks. */
export interface StackCount extends CallStacks {
  readonly count: number;
}

interface Last {
  table: number;
  /** Negative where the event is not kept. */
  row: number;
  thread: number;
  /** The return address that its record has; 0 for none. */
  caller: number;
  kernel: number;
  user: number;
}

/** By row of a table. */
interface Rows {
  readonly kernel: Chunks<Uint32Array>;
  readonly user: Chunks<Uint32Array>;
  readonly counts: Map<string, StackCount>;
  added: number;
  trimmed: number;
}

/**
 * Stacks come as records of their own, right after the event's on the same CPU (`trace_buffer_unlock_commit_regs`
 * and `event_triggers_post_call` in kernel/trace). One whose event was lost has no place.
 */
export class StackRecords {
  /** Stacks without an event, and those that came when there was no more room. */
  readonly losses = { strays: 0, others: 0 };
  private readonly formats: ReadonlyMap<number, StackFormat>;
  private readonly last = new Map<number, Last>();
  private readonly numbers = new Map<string, number>();
  /** By number, from 1. */
  private readonly stacks: (Stack | undefined)[] = [undefined];
  private readonly tables = new Map<number, Rows>();

  /**
   * @param firstRow of a table: those before are gone
   * @param callers where records have their return address, by table, in bytes: at a function's entry the kernel
   *   follows the frame pointer of the function before, whose frame is not the caller's (`stack_trace_save_user`)
   * @param onNew told of each stack once, at once: its process may end
   */
  constructor(
    formats: readonly StackFormat[],
    private readonly littleEndian: boolean,
    private readonly firstRow: (table: number) => number,
    private readonly callers: ReadonlyMap<number, number> = new Map(),
    private readonly onNew: (stack: Stack) => void = () => undefined,
  ) {
    this.formats = new Map(formats.map(format => [format.id, format]));
  }

  isStack(id: number): boolean {
    return this.formats.has(id);
  }

  /** An event was recorded: the next stacks of its CPU are its. */
  event(cpu: number, table: number, row: number, view: DataView, at: number): void {
    const thread = view.getInt32(at + THREAD_AT, this.littleEndian);
    const callerAt = this.callers.get(table);
    const caller = callerAt === undefined ? 0 : this.address(view, at + callerAt);
    const now = { table, row, thread, caller, kernel: 0, user: 0 };
    const last = this.last.get(cpu);
    if (last) {
      Object.assign(last, now);
    } else {
      this.last.set(cpu, now);
    }
  }

  /** An event of which nothing is known was recorded: the next stacks are nobody's. */
  stranger(cpu: number): void {
    this.last.delete(cpu);
  }

  /** Takes events of before and their stacks; afterwards the next stacks of the CPU are whose they were. */
  aside(cpu: number, add: () => void): void {
    const last = this.last.get(cpu);
    this.last.delete(cpu);
    add();
    this.last.delete(cpu);
    if (last) {
      this.last.set(cpu, last);
    }
  }

  /** Takes the record of a stack from `at` on. */
  add(cpu: number, id: number, view: DataView, at: number, length: number): void {
    const format = this.formats.get(id);
    const last = this.last.get(cpu);
    if (!format || !last || last.row < 0) {
      this.losses.strays++;
      return;
    }
    const kind = format.isKernel ? 'kernel' : 'user';
    // A stack of another event, which was not captured: a trigger does not ask for its filter.
    if (last.thread !== view.getInt32(at + THREAD_AT, this.littleEndian) || last[kind] !== 0) {
      this.losses.strays++;
      return;
    }
    const number = this.numberOf(format, last, view, at, length);
    if (number === 0) {
      this.losses.others++;
      return;
    }
    const rows = this.rowsOf(last.table);
    if (last.kernel !== 0 || last.user !== 0) {
      count(rows.counts, last, -1);
    }
    last[kind] = number;
    count(rows.counts, last, 1);
    rows[kind].writable(last.row)[Chunks.index(last.row)] = number;
    this.trim(last.table, rows);
  }

  /** The stacks of one event. */
  of(table: number, row: number): CallStacks {
    const rows = this.tables.get(table);
    const at = Chunks.index(row);
    return { kernel: rows?.kernel.at(row)?.[at] ?? 0, user: rows?.user.at(row)?.[at] ?? 0 };
  }

  stack(number: number): Stack | undefined {
    return this.stacks[number];
  }

  /** How often each stack came with an event, since the capture began. */
  counts(table: number): StackCount[] {
    return [...(this.tables.get(table)?.counts.values() ?? [])];
  }

  private numberOf(
    format: StackFormat,
    { table, thread, caller }: Last,
    view: DataView,
    at: number,
    length: number,
  ): number {
    const from = at + Math.min(format.process ?? format.frames, length);
    const bytes = Buffer.from(view.buffer, view.byteOffset + from, at + length - from);
    const key = format.isKernel
      ? `k ${bytes.toString('latin1')}`
      : `u ${table} ${caller} ${bytes.toString('latin1')}`;
    const known = this.numbers.get(key);
    if (known !== undefined || this.stacks.length > MAX_STACKS) {
      return known ?? 0;
    }
    const number = this.stacks.length;
    const frames = this.frames(format, view, at, length);
    if (!format.isKernel && caller !== 0 && frames.length > 0 && frames[1] !== caller) {
      frames.splice(1, 0, caller);
    }
    const stack = { isKernel: format.isKernel, table, thread, frames };
    this.numbers.set(key, number);
    this.stacks.push(stack);
    this.onNew(stack);
    return number;
  }

  private frames(
    format: StackFormat,
    view: DataView,
    at: number,
    length: number,
  ): (number | bigint)[] {
    const frames: (number | bigint)[] = [];
    for (let offset = format.frames; offset + WORD <= length; offset += WORD) {
      const frame = view.getBigUint64(at + offset, this.littleEndian);
      if (frame === 0n || frame === END) {
        break;
      }
      frames.push(frame <= Number.MAX_SAFE_INTEGER ? Number(frame) : frame);
    }
    return frames;
  }

  /** Exact for a process; what is larger is no address of one, and becomes 0. */
  private address(view: DataView, at: number): number {
    const low = view.getUint32(this.littleEndian ? at : at + 4, this.littleEndian);
    const high = view.getUint32(this.littleEndian ? at + 4 : at, this.littleEndian);
    return high < 2 ** 21 ? high * 2 ** 32 + low : 0;
  }

  private rowsOf(table: number): Rows {
    const known = this.tables.get(table);
    if (known) {
      return known;
    }
    const chunks = (): Chunks<Uint32Array> => new Chunks(rows => new Uint32Array(rows));
    const made = {
      ...{ kernel: chunks(), user: chunks(), counts: new Map<string, StackCount>() },
      ...{ added: 0, trimmed: this.firstRow(table) },
    };
    this.tables.set(table, made);
    return made;
  }

  private trim(table: number, rows: Rows): void {
    if (++rows.added % TRIM_ROWS === 0) {
      const first = this.firstRow(table);
      for (; rows.trimmed + TRIM_ROWS <= first; rows.trimmed += TRIM_ROWS) {
        rows.kernel.drop(rows.trimmed);
        rows.user.drop(rows.trimmed);
      }
    }
  }
}

function count(
  counts: Map<string, StackCount>,
  { kernel, user }: CallStacks,
  change: 1 | -1,
): void {
  const key = `${kernel} ${user}`;
  const now = (counts.get(key)?.count ?? 0) + change;
  if (now === 0) {
    counts.delete(key);
  } else {
    counts.set(key, { kernel, user, count: now });
  }
}
