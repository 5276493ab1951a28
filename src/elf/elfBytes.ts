import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { ElfError } from './elfError';
import { ThreadFile } from './threadFile';

/** A path as Node's fs takes it; bytes where it is not valid UTF-8. */
export type FilePath = string | Uint8Array;

const SYSTEM_MESSAGES: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file',
  ENOTDIR: 'There is no such file',
  EACCES: 'You are not allowed to read this file',
  EPERM: 'You are not allowed to read this file',
};

function systemError(error: unknown): ElfError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  const text = SYSTEM_MESSAGES[code] ?? 'The file could not be read';
  return new ElfError(missing ? 'notFound' : 'unreadable', `${text} (${code || String(error)})`, {
    cause: error,
  });
}

/** What is read from: an open file, or memory. */
type Source = Pick<FileHandle, 'close'> & {
  read(into: Buffer, at: number, length: number, position: number): Promise<{ bytesRead: number }>;
};

/** A regular file read piecewise at given offsets, never as a whole and never past its end. */
export class ElfBytes {
  private constructor(
    private readonly handle: Source,
    /** The open file's own, so that a renamed path cannot lie about it. */
    readonly stat: BigIntStats,
    /** Bytes. */
    readonly size: bigint,
    /** Bytes that are read at offsets from the size on. */
    private readonly more: Buffer = Buffer.alloc(0),
  ) {}

  /** An executable that was unpacked from `container`; closing it leaves that open. */
  static inMemory(bytes: Buffer, container: ElfBytes): ElfBytes {
    const read: Source['read'] = (into, at, length, position) =>
      Promise.resolve({ bytesRead: bytes.copy(into, at, position, position + length) });
    const memory = { read, close: () => Promise.resolve() };
    return new ElfBytes(memory, container.stat, BigInt(bytes.length));
  }

  /**
   * The same file with `bytes` to be read behind its end, which it does not have: what was unpacked from
   * it. Closing either closes both.
   */
  with(bytes: Buffer): ElfBytes {
    return new ElfBytes(this.handle, this.stat, this.size, bytes);
  }

  /** Throws ElfError `notFound`, `unreadable` or `notRegular`. */
  static async open(path: FilePath): Promise<ElfBytes> {
    const name = typeof path === 'string' ? path : Buffer.from(path);
    let handle: FileHandle | undefined;
    try {
      // Looked at before it is opened, as opening a device can have effects. O_NONBLOCK is for what
      // became a FIFO in between: opening one waits for a writer.
      if (!(await stat(name)).isFile()) {
        throw notRegular();
      }
      handle = await open(name, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
      const opened = await handle.stat({ bigint: true });
      if (!opened.isFile()) {
        throw notRegular();
      }
      return new ElfBytes(handle, opened, opened.size);
    } catch (error) {
      await handle?.close();
      throw error instanceof ElfError ? error : systemError(error);
    }
  }

  /** As `open`, for a worker: see ThreadFile. */
  static openInThread(path: FilePath): ElfBytes {
    try {
      const file = ThreadFile.open(typeof path === 'string' ? path : Buffer.from(path));
      if (!file) {
        throw notRegular();
      }
      return new ElfBytes(file, file.stat, file.stat.size);
    } catch (error) {
      throw error instanceof ElfError ? error : systemError(error);
    }
  }

  /** True when [offset, offset + length) lies within the file, or what is behind it. */
  contains(offset: bigint, length: bigint): boolean {
    const end = this.size + BigInt(this.more.length);
    return offset >= 0n && length >= 0n && offset + length <= end;
  }

  /** Reads exactly `length` bytes; `truncated` where the file is shorter, `tooLarge` above `cap`. */
  async read(offset: bigint, length: bigint, cap: number, what: string): Promise<Buffer> {
    if (!this.contains(offset, length)) {
      throw new ElfError('truncated', `The file is cut short: its ${what} lies past the end`);
    }
    if (length > BigInt(cap)) {
      throw new ElfError('tooLarge', `The ${what} of this file is too large to read`);
    }
    const bytes = Buffer.allocUnsafeSlow(Number(length));
    await this.readInto(bytes, offset, what);
    return bytes;
  }

  /** Fills `bytes` from `offset` on. */
  async readInto(bytes: Buffer, offset: bigint, what: string): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const got = await this.#pread(bytes, done, Number(offset) + done);
      if (got === 0) {
        throw new ElfError('truncated', `The file is cut short: its ${what} lies past the end`);
      }
      done += got;
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  async #pread(bytes: Buffer, at: number, position: number): Promise<number> {
    const behind = position - Number(this.size);
    if (behind >= 0 && this.more.length > 0) {
      return this.more.copy(bytes, at, behind);
    }
    try {
      return (await this.handle.read(bytes, at, bytes.length - at, position)).bytesRead;
    } catch (error) {
      throw systemError(error);
    }
  }
}

function notRegular(): ElfError {
  return new ElfError('notRegular', 'This is not a regular file');
}
