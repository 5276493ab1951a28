import { damaged } from './recordingError';
import { RecordWriter } from './recordWriter';
import type { EventFormat } from '../eventFormat';
import type { Value } from '../column';

/** Bytes of a row beside its record: time (f64), CPU and event (u16), length of the record (u32). */
const ROW_BYTES = 16;
/** A section has no more rows, nor begins another record with so many bytes. */
const MAX_ROWS = 1 << 14;
const MAX_RECORDS = 1 << 20;

/** Rows of a recording, by the column. All arrays have as many elements as there are rows. */
export interface RecordedRows {
  /** ns after time 0; none is less than the one before. */
  readonly times: Float64Array;
  readonly cpus: Uint16Array;
  /** Index of the event. */
  readonly events: Uint16Array;
  /** Where each record begins in `bytes`; it ends where the next one begins, and the last with `bytes`. */
  readonly starts: Uint32Array;
  readonly bytes: Uint8Array;
}

/** Numbers of rows by their CPU. */
export function rowsByCpu(cpus: Uint16Array): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  cpus.forEach((cpu, row) => {
    const known = rows.get(cpu);
    if (known) {
      known.push(row);
    } else {
      rows.set(cpu, [row]);
    }
  });
  return rows;
}

/** Rows on their way to a section: u32 of how many, the times, CPUs, events and lengths, and the records. */
export class RowsWriter {
  private readonly times = Buffer.alloc(MAX_ROWS * 8);
  private readonly cpus = Buffer.alloc(MAX_ROWS * 2);
  private readonly events = Buffer.alloc(MAX_ROWS * 2);
  private readonly lengths = Buffer.alloc(MAX_ROWS * 4);
  private readonly records = new RecordWriter();
  count = 0;

  get isFull(): boolean {
    return this.count === MAX_ROWS || this.records.used >= MAX_RECORDS;
  }

  /** @param thread @param value of a field by its place */
  add(
    row: { readonly time: number; readonly cpu: number; readonly event: number },
    format: EventFormat,
    thread: number,
    value: (field: number) => Value,
  ): void {
    const at = this.count++;
    this.times.writeDoubleLE(row.time, at * 8);
    this.cpus.writeUInt16LE(row.cpu, at * 2);
    this.events.writeUInt16LE(row.event, at * 2);
    this.lengths.writeUInt32LE(this.records.add(format, thread, value), at * 4);
  }

  /** What the section holds; the next rows are those of another. */
  take(): Buffer {
    const { count } = this;
    const head = Buffer.alloc(4);
    head.writeUInt32LE(count);
    const content = Buffer.concat([
      head,
      this.times.subarray(0, count * 8),
      this.cpus.subarray(0, count * 2),
      this.events.subarray(0, count * 2),
      this.lengths.subarray(0, count * 4),
      this.records.bytes,
    ]);
    this.count = 0;
    this.records.clear();
    return content;
  }
}

/**
 * The rows of a section, each of an event that there is, with a record that its format fits in. Throws
 * `RecordingError`.
 *
 * @param after time of the row before the first
 */
export function decodeRows(
  content: Buffer,
  formats: readonly EventFormat[],
  after: number,
): RecordedRows {
  const count = content.length < 4 ? 0 : content.readUInt32LE(0);
  const begin = 4 + count * ROW_BYTES;
  if (begin > content.length || count > MAX_ROWS) {
    throw damaged('it has fewer rows than it claims');
  }
  const [cpusAt, eventsAt, lengthsAt] = [4 + count * 8, 4 + count * 10, 4 + count * 12];
  const rows: RecordedRows = {
    times: new Float64Array(count),
    cpus: new Uint16Array(count),
    events: new Uint16Array(count),
    starts: new Uint32Array(count),
    bytes: content.subarray(begin),
  };
  let end = 0;
  let last = after;
  for (let at = 0; at < count; at++) {
    const event = content.readUInt16LE(eventsAt + at * 2);
    const length = content.readUInt32LE(lengthsAt + at * 4);
    const time = content.readDoubleLE(4 + at * 8);
    const least = formats[event]?.size;
    // The comparison is false for what is no number, too.
    if (
      least === undefined ||
      length < least ||
      !(time >= last) ||
      time > Number.MAX_SAFE_INTEGER
    ) {
      throw damaged('a row of it has no sense');
    }
    rows.times[at] = last = time;
    rows.cpus[at] = content.readUInt16LE(cpusAt + at * 2);
    rows.events[at] = event;
    rows.starts[at] = end;
    end += length;
  }
  if (end !== rows.bytes.length) {
    throw damaged('its records are of another length');
  }
  return rows;
}
