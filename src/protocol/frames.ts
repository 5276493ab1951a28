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
  const frame = frameOf(channel, payload.length);
  frame.set(payload, HEADER_SIZE);
  return frame;
}

/** A frame whose payload is yet to be filled in, after its header. Throws {@link FrameError} `tooLong`. */
export function frameOf(channel: Channel, length: number): Buffer {
  checkLength(channel, length);
  const frame = Buffer.allocUnsafe(HEADER_SIZE + length);
  frame.writeUInt32BE(length, 0);
  frame.writeUInt8(channel, 4);
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
    this.drop(HEADER_SIZE);
    return { channel, payload: this.take(length) };
  }

  /** The first `size` bytes of those there are, which stay; no more than these are copied. */
  private peek(size: number): Buffer {
    const [first] = this.chunks;
    return first && first.length >= size ? first : Buffer.concat(this.chunks.slice(0, size), size);
  }

  /** The first `size` bytes as one piece: what comes in several chunks is copied, once. */
  private take(size: number): Buffer {
    const [first] = this.chunks;
    if (first && first.length >= size) {
      this.drop(size);
      return first.subarray(0, size);
    }
    const whole = Buffer.allocUnsafeSlow(size);
    for (let at = 0; at < size;) {
      const chunk = this.chunks[0]?.subarray(0, size - at) ?? Buffer.alloc(0);
      whole.set(chunk, at);
      at += chunk.length;
      this.drop(chunk.length);
    }
    return whole;
  }

  /** Lets go of the first `size` bytes. */
  private drop(size: number): void {
    this.buffered -= size;
    for (let left = size; left > 0;) {
      const first = this.chunks.shift();
      if (first === undefined) {
        return;
      }
      if (first.length > left) {
        this.chunks.unshift(first.subarray(left));
      }
      left -= first.length;
    }
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
