/** What a frame carries; the byte after its length. */
export const Channel = {
  /** One JSON-RPC message in UTF-8. */
  json: 0,
  /** Raw ring-buffer pages of a capture, from the helper only (`pages.ts`). */
  pages: 1,
} as const;
export type Channel = (typeof Channel)[keyof typeof Channel];

/** Longest payload of a frame in bytes, by channel. */
export const MAX_PAYLOAD: Readonly<Record<Channel, number>> = {
  [Channel.json]: 64 * 1024,
  [Channel.pages]: 1024 * 1024,
};

/** Bytes before a payload: its length (u32, big endian, the payload alone) and its channel (u8). */
export const HEADER_SIZE = 5;

export interface Frame {
  readonly channel: Channel;
  readonly payload: Buffer;
}

/** Why a stream cannot be read on; the connection is closed with it. */
export type FrameErrorCode = 'tooLong' | 'unknownChannel' | 'badJson' | 'badMessage' | 'cutOff';

/** The peer broke the framing or sent something that is no JSON-RPC message. */
export class FrameError extends Error {
  constructor(
    readonly code: FrameErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'FrameError';
  }
}

/** The payload with its header before it. Throws {@link FrameError} `tooLong`. */
export function encodeFrame(channel: Channel, payload: Uint8Array): Buffer {
  checkLength(channel, payload.length);
  const frame = Buffer.allocUnsafe(HEADER_SIZE + payload.length);
  frame.writeUInt32BE(payload.length, 0);
  frame.writeUInt8(channel, 4);
  frame.set(payload, HEADER_SIZE);
  return frame;
}

/**
 * Cuts a byte stream into frames, however the bytes arrive. It holds one unfinished frame and what
 * came with it, never more: a length over the channel's limit is refused as soon as it is read.
 */
export class FrameDecoder {
  private chunks: Buffer[] = [];
  private buffered = 0;

  push(chunk: Buffer): void {
    if (chunk.length > 0) {
      this.chunks.push(chunk);
      this.buffered += chunk.length;
    }
  }

  /** Bytes that belong to no finished frame taken out yet. */
  get pending(): number {
    return this.buffered;
  }

  /** The next whole frame, if it is there. Throws {@link FrameError} `tooLong` or `unknownChannel`. */
  next(): Frame | undefined {
    if (this.buffered < HEADER_SIZE) {
      return undefined;
    }
    const header = this.peek(HEADER_SIZE);
    const length = header.readUInt32BE(0);
    const channel = checkChannel(header.readUInt8(4));
    checkLength(channel, length);
    if (this.buffered < HEADER_SIZE + length) {
      return undefined;
    }
    const frame = this.peek(HEADER_SIZE + length);
    this.drop(HEADER_SIZE + length);
    return { channel, payload: frame.subarray(HEADER_SIZE) };
  }

  /** The first `size` bytes as one piece; joins the chunks only where the first is too short. */
  private peek(size: number): Buffer {
    let first = this.chunks[0];
    if (first === undefined || first.length < size) {
      first = Buffer.concat(this.chunks, this.buffered);
      this.chunks = [first];
    }
    return first.subarray(0, size);
  }

  private drop(size: number): void {
    const first = this.chunks.shift();
    if (first !== undefined && first.length > size) {
      this.chunks.unshift(first.subarray(size));
    }
    this.buffered -= size;
  }
}

function checkChannel(channel: number): Channel {
  if (channel !== Channel.json && channel !== Channel.pages) {
    throw new FrameError('unknownChannel', `frame on unknown channel ${channel}`);
  }
  return channel;
}

function checkLength(channel: Channel, length: number): void {
  if (length > MAX_PAYLOAD[channel]) {
    throw new FrameError(
      'tooLong',
      `frame of ${length} bytes; at most ${MAX_PAYLOAD[channel]} on channel ${channel}`,
    );
  }
}
