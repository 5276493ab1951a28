import type { Readable } from 'node:stream';
import { AbstractMessageReader, type DataCallback, type Disposable } from 'vscode-jsonrpc';
import { parseEnvelope, type Envelope } from './envelope';
import { Channel, FrameDecoder, FrameError, type Frame } from './frames';

/** Decides, per message, what reaches the connection and when reading goes on. */
export interface MessageGate {
  /** Whether the message is let through. Throws {@link FrameError} to close the connection. */
  admit(envelope: Envelope): boolean;
  /** Whether another message may be read now; when it becomes so, the gate calls what {@link onOpen} got. */
  readonly open: boolean;
  onOpen(listener: () => void): void;
}

/**
 * JSON-RPC messages from a byte stream in the frames of `frames.ts`. The first broken frame ends
 * it: an error event with the reason, then the close event, and the stream is destroyed.
 * While its gate is shut it pauses the stream, so a flood waits in the peer, not in our memory.
 */
export class FrameMessageReader extends AbstractMessageReader {
  private readonly decoder = new FrameDecoder();
  private callback: DataCallback | undefined;
  private finished = false;

  constructor(
    private readonly stream: Readable,
    private readonly gate?: MessageGate,
    /** Takes the raw pages; without it a frame of pages is refused. */
    private readonly onPages?: (payload: Buffer) => void,
  ) {
    super();
    gate?.onOpen(() => {
      this.drain();
    });
  }

  listen(callback: DataCallback): Disposable {
    this.callback = callback;
    this.stream.on('data', this.onData);
    this.stream.on('error', this.onStreamError);
    this.stream.on('end', this.onEnd);
    this.stream.on('close', this.onEnd);
    return { dispose: () => (this.callback = undefined) };
  }

  override dispose(): void {
    this.finished = true;
    this.stream.off('data', this.onData);
    super.dispose();
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
      if (this.onPages === undefined) {
        throw new FrameError('unknownChannel', 'raw pages are not taken here');
      }
      this.onPages(frame.payload);
      return;
    }
    const envelope = parseEnvelope(frame.payload);
    if (this.gate?.admit(envelope) ?? true) {
      this.callback?.(envelope.message);
    }
  }

  private fail(error: Error): void {
    if (!this.finished) {
      this.fireError(error);
      this.finish();
      this.stream.destroy();
    }
  }

  private finish(): void {
    if (!this.finished) {
      this.finished = true;
      this.fireClose();
    }
  }
}
