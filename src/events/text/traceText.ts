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
  private readonly heads = new Map<number, Uint8Array>();
  private readonly seconds: number;
  private readonly nanoseconds: number;

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
    const { out } = this;
    const thread = table.thread(row);
    let head = this.heads.get(thread);
    if (!head) {
      const name = this.nameOf(thread) || '<...>';
      head = Buffer.from(`${name.padStart(16)}-${String(thread).padEnd(7)} [`);
      this.heads.set(thread, head);
    }
    out.copy(head);
    const cpu = table.cpu(row);
    out.padded(cpu, cpu < 1000 ? 3 : 5);
    out.byte(93);
    // The kernel rounds to microseconds (`ns2usecs`).
    const time = this.nanoseconds + table.time(row) + 500;
    const seconds = Math.floor(time / SECOND);
    const whole = this.seconds + seconds;
    for (let limit = 10_000; whole < limit && limit >= 10; limit /= 10) {
      out.byte(32);
    }
    out.byte(32);
    out.decimal(whole);
    out.byte(46);
    out.padded(Math.floor((time - seconds * SECOND) / 1000), 6);
  }
}

/** Columns are looked up for each row: they change once their field is masked. */
function writerOf(table: EventTable): WriteRow {
  const { format } = table;
  const writers: WriteRow[] = [constant(`: ${format.name}:`)];
  const place = format.fields.findIndex(({ name }) => name === PLACE || name === RETURN);
  const called = format.fields.findIndex(({ name }) => name === FUNCTION);
  if (place >= 0) {
    writers.push(constant(' ('), (row, out) => writeAddress(table.value(row, place), out));
    if (called >= 0) {
      writers.push(constant(' <- '), (row, out) => writeAddress(table.value(row, called), out));
    }
    writers.push(constant(')'));
  }
  format.fields.forEach(({ name }, column) => {
    if (column !== place && column !== called) {
      const before = Buffer.from(` ${name}=`);
      writers.push((row, out) => {
        out.copy(before);
        table.columns[column]?.write(row, out);
      });
    }
  });
  return (row, out) => {
    for (const write of writers) {
      write(row, out);
    }
  };
}

function writeAddress(value: Value, out: ByteText): void {
  if (typeof value === 'number' && value >= 0) {
    out.hex(Math.floor(value / 2 ** 32), value | 0);
  } else {
    out.text(typeof value === 'bigint' ? `0x${value.toString(16)}` : String(value));
  }
}

function constant(text: string): WriteRow {
  const bytes = Buffer.from(text);
  return (_, out) => out.copy(bytes);
}
