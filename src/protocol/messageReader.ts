import type { Readable } from 'node:stream';
import { AbstractMessageReader, type DataCallback, type Disposable } from 'vscode-jsonrpc';
import { FrameReader } from './frameReader';

/** A {@link FrameReader} as vscode-jsonrpc wants it. */
export class FrameMessageReader extends AbstractMessageReader {
  private reader: FrameReader | undefined;

  constructor(
    private readonly stream: Readable,
    /** Takes the raw pages; without it a frame of pages is refused. */
    private readonly onPages?: (payload: Buffer) => void,
  ) {
    super();
  }

  listen(callback: DataCallback): Disposable {
    let listener: DataCallback | undefined = callback;
    this.reader = new FrameReader(this.stream, {
      message: ({ message }) => listener?.(message),
      pages: this.onPages,
      failed: error => {
        this.fireError(error);
      },
      closed: () => {
        this.fireClose();
      },
    });
    return { dispose: () => (listener = undefined) };
  }

  override dispose(): void {
    this.reader?.stop();
    super.dispose();
  }
}
