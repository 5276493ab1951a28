import type { Value } from '../column';
import type { EventStore } from '../eventStore';
import type { EventTable } from '../eventTable';
import { ByteText } from './byteText';

const NEWLINE = 10;
const SECOND = 1e9;

/** Fields that the kernel prints without a name, before the arguments (`print_uretprobe_event` in `kernel/trace/trace_uprobe.c`). */
const PLACE = '__probe_ip';
const FUNCTION = '__probe_func';
const RETURN = '__probe_ret_ip';

/** Writes one table's rows from the event's name on. */
type WriteRow = (row: number, out: ByteText) => void;

/**
 * Events as lines like those of the kernel's `trace`, as bytes: one writer is made for each format, and
 * what stands before the time is kept by thread.
 */
export class TraceText {
  private readonly out = new ByteText();
  private readonly writers: WriteRow[] = [];
  /** `            name-thread   ` by thread. */
  private readonly heads = new Map<number, Buffer>();
  private readonly seconds: number;
  private readonly nanoseconds: number;
  /** What stands before the microseconds of the line before: most lines have the same. */
  private before: Uint8Array = new Uint8Array(0);
  private thread = -1;
  private cpu = -1;
  private second = -1;

  /** @param nameOf the `comm` of a thread; empty where it is not known */
  constructor(
    private readonly store: EventStore,
    private readonly nameOf: (thread: number) => string,
  ) {
    const { epoch = 0n } = store;
    this.seconds = Number(epoch / 1_000_000_000n);
    this.nanoseconds = Number(epoch % 1_000_000_000n);
  }

  /** The lines of the positions `from` up to `to`; valid until the next call. */
  lines(from: number, to: number): Uint8Array {
    const { out, store } = this;
    const { order, tables } = store;
    out.clear();
    for (let position = from; position < to; position++) {
      const index = order.table(position);
      const table = tables[index];
      if (table) {
        const row = order.row(position);
        this.writeHead(table, row);
        (this.writers[index] ??= writerOf(table))(row, out);
        out.byte(NEWLINE);
      }
    }
    return out.bytes;
  }

  /** Thread, CPU and time, in the columns of `trace_print_context` (`kernel/trace/trace_output.c`), flags left out. */
  private writeHead(table: EventTable, row: number): void {
    const thread = table.thread(row);
    const cpu = table.cpu(row);
    // The kernel rounds to microseconds (`ns2usecs`).
    const time = this.nanoseconds + table.time(row) + 500;
    const second = Math.floor(time / SECOND);
    if (thread !== this.thread || cpu !== this.cpu || second !== this.second) {
      this.thread = thread;
      this.cpu = cpu;
      this.second = second;
      const whole = String(this.seconds + second).padStart(5);
      const place = `[${String(cpu).padStart(3, '0')}] ${whole}.`;
      this.before = Buffer.concat([this.head(thread), Buffer.from(place)]);
    }
    this.out.copy(this.before);
    this.out.padded(Math.floor((time - second * SECOND) / 1000), 6);
  }

  private head(thread: number): Buffer {
    let head = this.heads.get(thread);
    if (!head) {
      const name = this.nameOf(thread) || '<...>';
      head = Buffer.from(`${name.padStart(16)}-${String(thread).padEnd(7)} `);
      this.heads.set(thread, head);
    }
    return head;
  }
}

/** Columns are looked up for each row: they change once their field is masked. */
function writerOf(table: EventTable): WriteRow {
  const { format } = table;
  const writers: WriteRow[] = [];
  let before = `: ${format.name}:`;
  const add = (write: WriteRow): void => {
    const text = Buffer.from(before);
    before = '';
    writers.push((row, out) => {
      out.copy(text);
      write(row, out);
    });
  };
  const place = format.fields.findIndex(({ name }) => name === PLACE || name === RETURN);
  const called = format.fields.findIndex(({ name }) => name === FUNCTION);
  if (place >= 0) {
    before += ' (';
    add(addressWriter(table, place));
    if (called >= 0) {
      before += ' <- ';
      add(addressWriter(table, called));
    }
    before += ')';
  }
  format.fields.forEach(({ name }, column) => {
    if (column !== place && column !== called) {
      before += ` ${name}=`;
      add((row, out) => table.columns[column]?.write(row, out));
    }
  });
  const rest = Buffer.from(before);
  return (row, out) => {
    for (const write of writers) {
      write(row, out);
    }
    out.copy(rest);
  };
}

/** Addresses come again and again: the text of the last one is kept. */
function addressWriter(table: EventTable, column: number): WriteRow {
  let last: Value = null;
  let text: Uint8Array = new Uint8Array(0);
  return (row, out) => {
    const value = table.value(row, column);
    if (value !== last) {
      last = value;
      const isNumber = typeof value === 'number' || typeof value === 'bigint';
      text = Buffer.from(isNumber ? `0x${value.toString(16)}` : String(value));
    }
    out.copy(text);
  };
}
