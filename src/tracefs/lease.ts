import type { FileHandle } from 'node:fs/promises';

/** A claim on an instance that the kernel drops when this process ends, however it ends. */
export class Lease {
  private handle: FileHandle | undefined;

  constructor(handle: FileHandle) {
    this.handle = handle;
  }

  /** Gives the claim up. A second time does nothing. */
  async release(): Promise<void> {
    const handle = this.handle;
    this.handle = undefined;
    await handle?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }
}
