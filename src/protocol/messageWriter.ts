import type { Writable } from 'node:stream';
import { AbstractMessageWriter, type Message, type MessageWriter } from 'vscode-jsonrpc';
import { FrameWriter } from './frameWriter';

/** A {@link FrameWriter} as vscode-jsonrpc wants it. */
export class FrameMessageWriter extends AbstractMessageWriter implements MessageWriter {
  private readonly writer: FrameWriter;

  constructor(private readonly stream: Writable) {
    super();
    this.writer = new FrameWriter(stream);
    stream.on('error', error => {
      this.fireError(error);
    });
    stream.on('close', () => {
      this.fireClose();
    });
  }

  write(message: Message): Promise<void> {
    return this.writer.write(message);
  }

  end(): void {
    this.stream.end();
  }
}
