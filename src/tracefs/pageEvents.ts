import type { PageLayout } from './pageLayout';

// kernel/trace/ring_buffer.c: RB_MISSED_MASK; include/linux/ring_buffer.h: enum ring_buffer_type.
const LENGTH_MASK = 0xfffff;
const PADDING = 29;

/**
 * How many events the sub-buffer at `start` has: as many as reading it adds to the kernel's `read events`
 * (`ring_buffer_read_page` in `kernel/trace/ring_buffer.c`). Bytes that contradict themselves end the count.
 */
export function countEvents(view: DataView, start: number, layout: PageLayout): number {
  const { littleEndian, dataOffset, size } = layout;
  const commit = view.getUint32(start + layout.commitOffset, littleEndian) & LENGTH_MASK;
  const end = start + Math.min(dataOffset + commit, size) - 4;
  let count = 0;
  for (let at = start + dataOffset; at <= end;) {
    const header = view.getUint32(at, littleEndian);
    const type = littleEndian ? header & 31 : header >>> 27;
    if (type > 0 && type < PADDING) {
      count++;
      at += 4 + type * 4;
    } else if (type > PADDING) {
      at += 8;
    } else {
      const elapsed = littleEndian ? header >>> 5 : header & 0x7ffffff;
      const length =
        at < end && (type === 0 || elapsed > 0) ? view.getUint32(at + 4, littleEndian) : 0;
      if (length < 4) {
        break;
      }
      count += type === 0 ? 1 : 0;
      at += 4 + length;
    }
  }
  return count;
}

/** When it begins, in ns of the buffer's clock, to some ns. */
export function pageTime(view: DataView, start: number, layout: PageLayout): number {
  return Number(view.getBigUint64(start + layout.timestampOffset, layout.littleEndian));
}
