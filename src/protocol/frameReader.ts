import type { Readable } from 'node:stream';
import { parseEnvelope, type Envelope } from './envelope';
import { Channel, FrameDecoder, FrameError, type Frame } from './frames';

/** Decides, per message, what gets through and when reading goes on. */
export interface MessageGate {
  /** Whether the message is let through. Throws {@link FrameError} to close the connection. */
  admit(envelope: Envelope): boolean;
  /** Whether another message may be read now; when it becomes so, the gate calls what {@link onOpen} got. */
  readonly open: boolean;
  onOpen(listener: () => void): void;
}

/** Who is told of what arrives. */
export interface FrameListener {
  message(envelope: Envelope): void;
  /** Takes raw pages; without it a frame of pages is refused. */
  readonly pages?: ((payload: Buffer) => void) | undefined;
  /** The first broken frame, or a stream that failed; `closed` follows. */
  failed(error: Error): void;
  closed(): void;
}

/**
 * JSON-RPC messages from a byte stream in the frames of `frames.ts`. The first broken frame ends
 * it: the reason is told, then the end, and the stream is destroyed.
 * While its gate is shut it pauses the stream, so a flood waits in the peer, not in our memory.
 */
export class FrameReader {
  private readonly decoder = new FrameDecoder();
  private finished = false;

  constructor(
    private readonly stream: Readable,
    private readonly listener: FrameListener,
    private readonly gate?: MessageGate,
  ) {
    gate?.onOpen(() => {
      this.drain();
    });
    stream.on('data', this.onData);
    stream.on('error', this.onStreamError);
    stream.on('end', this.onEnd);
    stream.on('close', this.onEnd);
  }

  /** Reads no more. */
  stop(): void {
    this.finished = true;
    this.stream.off('data', this.onData);
  }

  private readonly onData = (chunk: Buffer): void => {
    this.decoder.push(chunk);
    this.drain();
  };

  private readonly onEnd = (): void => {
    if (!this.finished && this.decoder.pending > 0 && (this.gate?.open ?? true)) {
      this.fail(new FrameError('cutOff', 'the stream ended inside a frame'));
    }
    this.finish();
  };

  private readonly onStreamError = (error: Error): void => {
    this.fail(error);
  };

  private drain(): void {
    try {
      while (!this.finished && (this.gate?.open ?? true)) {
        const frame = this.decoder.next();
        if (frame === undefined) {
          this.stream.resume();
          return;
        }
        this.deliver(frame);
      }
      if (!this.finished) {
        this.stream.pause();
      }
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private deliver(frame: Frame): void {
    if (frame.channel === Channel.pages) {
      if (this.listener.pages === undefined) {
        throw new FrameError('unknownChannel', 'raw pages are not taken here');
      }
      this.listener.pages(frame.payload);
      return;
    }
    const envelope = parseEnvelope(frame.payload);
    if (this.gate?.admit(envelope) ?? true) {
      this.listener.message(envelope);
    }
  }

  private fail(error: Error): void {
    if (!this.finished) {
      this.listener.failed(error);
      this.finish();
      this.stream.destroy();
    }
  }

  private finish(): void {
    if (!this.finished) {
      this.finished = true;
      this.listener.closed();
    }
  }
}
