import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** A number of KiB and the end of its line. */
const TEXT_BYTES = 32;

/**
 * Whether an instance's sub-buffers are still as large as they were when it was opened: anybody with root may change
 * that (`buffer_subbuf_size_kb`, Linux 6.8), and what a reader gets then are parts, or what stood there before
 * (`tracing_buffers_read` in `kernel/trace/trace.c`).
 */
export class SubBufferSize {
  private readonly first: string;

  /** @param fd undefined where the kernel has one size only */
  private constructor(private fd: number | undefined) {
    this.first = this.read();
  }

  /** @param folder of the instance */
  static open(folder: string): SubBufferSize {
    try {
      return new SubBufferSize(openSync(join(folder, 'buffer_subbuf_size_kb'), 'r'));
    } catch {
      return new SubBufferSize(undefined);
    }
  }

  /** False once it is closed. */
  get hasChanged(): boolean {
    return this.fd !== undefined && this.read() !== this.first;
  }

  close(): void {
    if (this.fd !== undefined) {
      closeSync(this.fd);
      this.fd = undefined;
    }
  }

  private read(): string {
    const text = Buffer.alloc(TEXT_BYTES);
    const length = this.fd === undefined ? 0 : readSync(this.fd, text, 0, TEXT_BYTES, 0);
    return text.toString('latin1', 0, length);
  }
}
