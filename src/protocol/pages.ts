import { Channel, frameOf, HEADER_SIZE } from './frames';

/** An event that was removed: in pages of `epoch` and later its number is another's. */
export interface RetiredNumber {
  readonly event: number;
  readonly epoch: number;
}

/** Sub-buffers of one CPU in a frame of channel 1. */
export interface PagesFrame {
  /** Which capture they belong to: what is left of an earlier one is told apart. */
  readonly capture: number;
  readonly cpu: number;
  /** Sub-buffers of this CPU that the helper gave up before these, since the frame before. */
  readonly dropped: number;
  /**
   * How many events were removed before these were read: the kernel gives the number of a removed event to
   * another one, so that a number means something only together with this.
   */
  readonly epoch: number;
  /** Of this capture, what was removed since the frame before. */
  readonly retired: readonly RetiredNumber[];
  /** Whole sub-buffers, one after the other. */
  readonly pages: Buffer;
}

/** Bytes of the header: capture, cpu, dropped, epoch and how many are retired, each u32, big endian. */
const HEADER = 20;
/** Bytes of a retired number: event and epoch. */
const RETIRED = 8;

/** Byte of a frame where it says how many were given up. */
const DROPPED_AT = HEADER_SIZE + 8;
const MAX_DROPPED = 0xffffffff;

/** The whole frame; `pages` is copied, once. */
export function encodePages({ capture, cpu, dropped, epoch, retired, pages }: PagesFrame): Buffer {
  const begin = HEADER + retired.length * RETIRED;
  const frame = frameOf(Channel.pages, begin + pages.length);
  const payload = frame.subarray(HEADER_SIZE);
  [capture, cpu, Math.min(dropped, MAX_DROPPED), epoch, retired.length].forEach((value, index) =>
    payload.writeUInt32BE(value, index * 4),
  );
  retired.forEach((number, index) => {
    payload.writeUInt32BE(number.event, HEADER + index * RETIRED);
    payload.writeUInt32BE(number.epoch, HEADER + index * RETIRED + 4);
  });
  payload.set(pages, begin);
  return frame;
}

/** A frame that was encoded when its pages were read, with what is known only as it goes out. */
export function completePages(
  frame: Buffer,
  dropped: number,
  retired: readonly RetiredNumber[],
): Buffer {
  const known = retired.length > 0 ? decodePages(frame.subarray(HEADER_SIZE)) : undefined;
  if (known) {
    return encodePages({ ...known, dropped, retired });
  }
  frame.writeUInt32BE(Math.min(dropped, MAX_DROPPED), DROPPED_AT);
  return frame;
}

/** What a payload holds; undefined where it is too short for what it says. */
export function decodePages(payload: Buffer): PagesFrame | undefined {
  if (payload.length < HEADER) {
    return undefined;
  }
  const count = payload.readUInt32BE(16);
  const begin = HEADER + count * RETIRED;
  if (payload.length < begin) {
    return undefined;
  }
  return {
    capture: payload.readUInt32BE(0),
    cpu: payload.readUInt32BE(4),
    dropped: payload.readUInt32BE(8),
    epoch: payload.readUInt32BE(12),
    retired: Array.from({ length: count }, (_, index) => ({
      event: payload.readUInt32BE(HEADER + index * RETIRED),
      epoch: payload.readUInt32BE(HEADER + index * RETIRED + 4),
    })),
    pages: payload.subarray(begin),
  };
}
