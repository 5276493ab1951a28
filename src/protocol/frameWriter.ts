import type { Writable } from 'node:stream';
import { Channel, encodeFrame } from './frames';

/**
 * JSON-RPC messages to a byte stream in the frames of `frames.ts`. A write resolves when the
 * stream has room again, so a slow peer slows the sender instead of filling its memory.
 */
export class FrameWriter {
  private drained: Promise<void> | undefined;

  constructor(private readonly stream: Writable) {}

  /** Rejects where the connection is closed. */
  async write(message: object): Promise<void> {
    if (this.stream.destroyed || this.stream.writableEnded) {
      throw new Error('the connection is closed');
    }
    const frame = encodeFrame(Channel.json, Buffer.from(JSON.stringify(message)));
    if (!this.stream.write(frame)) {
      await this.room();
    }
  }

  /** One listener however many writers wait. */
  private room(): Promise<void> {
    this.drained ??= new Promise(resolve => {
      const done = (): void => {
        this.stream.off('drain', done);
        this.stream.off('close', done);
        this.drained = undefined;
        resolve();
      };
      this.stream.on('drain', done);
      this.stream.on('close', done);
    });
    return this.drained;
  }
}
