import type { PageLayout } from './pageLayout';
import { RingBufferError } from './ringBufferError';

/** What is told of a page beside its records. */
export interface PageFacts {
  /** Time of the page's start in ns of the buffer's clock; records add to it. */
  readonly time: bigint;
  /** Events overwritten before this page was read; `some` where the kernel did not say how many. */
  readonly missed: number | 'some';
}

/** Called for each record: where it begins, how long it is (bytes), and ns since the page's start. */
export type VisitRecord = (at: number, length: number, delta: number) => void;

// kernel/trace/ring_buffer.c: RB_MISSED_MASK, RB_MISSED_EVENTS, RB_MISSED_STORED.
const LENGTH_MASK = 0xfffff;
const MISSED_EVENTS = 1 << 31;
const MISSED_STORED = 1 << 30;

// include/linux/ring_buffer.h: enum ring_buffer_type.
const PADDING = 29;
const TIME_EXTEND = 30;
const TIME_STAMP = 31;

/** Upper bits that an absolute time stamp of 59 bits lacks (TS_MSB). */
const TIME_HIGH = 0xf8n << 56n;

/**
 * Goes through the records of one sub-buffer that begins at `start`. Throws {@link RingBufferError}
 * `badPage` at the first byte that cannot be; the records before it have been visited.
 */
export function visitPage(
  view: DataView,
  start: number,
  layout: PageLayout,
  visit: VisitRecord,
): PageFacts {
  const { littleEndian, dataOffset, size } = layout;
  if (view.byteLength - start < size) {
    throw new RingBufferError('badPage', 'A page of the ring buffer is cut off.');
  }
  const time = view.getBigUint64(start + layout.timestampOffset, littleEndian);
  const commit = view.getUint32(start + layout.commitOffset, littleEndian);
  const begin = start + dataOffset;
  const end = begin + (commit & LENGTH_MASK);
  if (end > start + size) {
    throw new RingBufferError('badPage', 'A page of the ring buffer claims more than its size.');
  }
  visitRecords(view, begin, end, littleEndian, time, visit);
  return { time, missed: missedBefore(view, commit, end, start + size, layout) };
}

function visitRecords(
  view: DataView,
  begin: number,
  end: number,
  littleEndian: boolean,
  time: bigint,
  visit: VisitRecord,
): void {
  let delta = 0;
  for (let at = begin; at < end;) {
    const header = word(view, at, end, littleEndian);
    // The bit field fills from the byte order's own end.
    const type = littleEndian ? header & 31 : header >>> 27;
    const elapsed = littleEndian ? header >>> 5 : header & 0x7ffffff;
    if (type >= 1 && type < PADDING) {
      delta += elapsed;
      visit(at + 4, fitting(at + 4, type * 4, end), delta);
      at += 4 + type * 4;
      continue;
    }
    if (type === PADDING && elapsed === 0) {
      return;
    }
    const array = word(view, at + 4, end, littleEndian);
    switch (type) {
      case TIME_EXTEND:
        delta += array * 2 ** 27 + elapsed;
        at += 8;
        break;
      case TIME_STAMP:
        delta = absolute(time, delta, (BigInt(array) << 27n) | BigInt(elapsed));
        at += 8;
        break;
      default:
        // Padding is a record that was given up; both tell their length, its own word included.
        delta += elapsed;
        if (array < 4) {
          throw new RingBufferError('badPage', 'A record of the ring buffer has no length.');
        }
        fitting(at + 4, array, end);
        if (type !== PADDING) {
          visit(at + 8, array - 4, delta);
        }
        at += 4 + array;
    }
  }
}

function word(view: DataView, at: number, end: number, littleEndian: boolean): number {
  fitting(at, 4, end);
  return view.getUint32(at, littleEndian);
}

function fitting(at: number, length: number, end: number): number {
  if (at + length > end) {
    throw new RingBufferError('badPage', 'A record of the ring buffer goes past its page.');
  }
  return length;
}

/** `rb_fix_abs_ts`: the upper bits are those of the time before, one turn on where it went back. */
function absolute(time: bigint, delta: number, stamp: bigint): number {
  const before = time + BigInt(delta);
  let now = stamp | (before & TIME_HIGH);
  if (now < before) {
    now += 1n << 59n;
  }
  return Number(now - time);
}

function missedBefore(
  view: DataView,
  commit: number,
  end: number,
  limit: number,
  { littleEndian, longSize }: PageLayout,
): PageFacts['missed'] {
  if ((commit & MISSED_EVENTS) === 0) {
    return 0;
  }
  if ((commit & MISSED_STORED) === 0 || end + longSize > limit) {
    return 'some';
  }
  return longSize === 8
    ? Number(view.getBigUint64(end, littleEndian))
    : view.getUint32(end, littleEndian);
}
