import {
  type BigIntStats,
  close,
  constants,
  fstatSync,
  openSync,
  read,
  readSync,
  statSync,
} from 'node:fs';
import { promisify } from 'node:util';

const readInPool = promisify(read);
const closeInPool = promisify(close);
/** Bytes from which on a read is worth another thread, while this one does something else. */
const LARGE = 4 << 20;

/**
 * An open file that is read by the thread that asks, all but what is large. For a worker: two switches between threads
 * for each of twenty reads cost more than what is read, and on a busy machine many times as much.
 */
export class ThreadFile {
  readonly #reads = new Set<Promise<unknown>>();

  private constructor(
    private readonly fd: number,
    readonly stat: BigIntStats,
  ) {}

  /** Throws the system's errors; nothing where it is no regular file, which is not opened then. */
  static open(path: string | Buffer): ThreadFile | undefined {
    if (!statSync(path).isFile()) {
      return undefined;
    }
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const file = new ThreadFile(fd, fstatSync(fd, { bigint: true }));
    if (!file.stat.isFile()) {
      void file.close();
      return undefined;
    }
    return file;
  }

  async read(
    into: Buffer,
    at: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }> {
    if (length < LARGE) {
      return { bytesRead: readSync(this.fd, into, at, length, position) };
    }
    const reading = readInPool(this.fd, into, at, length, position);
    this.#reads.add(reading);
    try {
      return await reading;
    } finally {
      this.#reads.delete(reading);
    }
  }

  /** Once nothing is read any more: its number may be another file's then. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#reads);
    await closeInPool(this.fd);
  }
}
