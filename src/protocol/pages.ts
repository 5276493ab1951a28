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
  /** Whole sub-buffers, one after the other. */
  readonly pages: Buffer;
}

/** Bytes before the sub-buffers: capture, cpu, dropped and epoch, each u32, big endian. */
export const PAGES_HEADER = 16;

/** The payload of a frame; `pages` is copied. */
export function encodePages({ capture, cpu, dropped, epoch, pages }: PagesFrame): Buffer {
  const payload = Buffer.allocUnsafe(PAGES_HEADER + pages.length);
  payload.writeUInt32BE(capture, 0);
  payload.writeUInt32BE(cpu, 4);
  payload.writeUInt32BE(Math.min(dropped, 0xffffffff), 8);
  payload.writeUInt32BE(epoch, 12);
  payload.set(pages, PAGES_HEADER);
  return payload;
}

/** What a payload holds; undefined where it is too short to hold anything. */
export function decodePages(payload: Buffer): PagesFrame | undefined {
  return payload.length < PAGES_HEADER
    ? undefined
    : {
        capture: payload.readUInt32BE(0),
        cpu: payload.readUInt32BE(4),
        dropped: payload.readUInt32BE(8),
        epoch: payload.readUInt32BE(12),
        pages: payload.subarray(PAGES_HEADER),
      };
}
