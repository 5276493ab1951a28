import { closeSync, read as readCallback } from 'node:fs';
import { promisify } from 'node:util';
import { Refusal } from '../refusal';
import type { OpenCode } from './mappedInode';

const read = promisify(readCallback);

/** Files open at a time, and bytes that one connection may read in all. */
const MAX_OPEN = 8;
const MAX_TOTAL = 16n << 30n;
/** A file that nobody read for so long may be closed for another one, in ms. */
const IDLE_MS = 60_000;

interface Entry {
  readonly opened: OpenCode;
  usedAt: number;
}

/** The programs of processes that a connection reads. The process may end meanwhile: the file stays. */
export class OpenFiles {
  private readonly entries = new Map<number, Entry>();
  private total = 0n;
  private nextId = 1;

  constructor(private readonly maxTotal = MAX_TOTAL) {}

  /** Takes the file in hand. Throws {@link Refusal} `limit`, and then has closed it. */
  add(opened: OpenCode): number {
    if (this.entries.size >= MAX_OPEN) {
      this.closeIdle();
    }
    if (this.entries.size >= MAX_OPEN) {
      closeSync(opened.fd);
      throw new Refusal('limit', `${MAX_OPEN} programs are being read already: try again later.`);
    }
    const id = this.nextId++;
    this.entries.set(id, { opened, usedAt: performance.now() });
    return id;
  }

  /** Throws {@link Refusal} `state`, `limit`, `offsetTooBig` or `io`. */
  async read(id: number, offset: bigint, length: number): Promise<Buffer> {
    const entry = this.get(id);
    entry.usedAt = performance.now();
    if (offset > entry.opened.stat.size) {
      throw new Refusal('offsetTooBig', 'The offset is past the end of the file.');
    }
    if (this.total + BigInt(length) > this.maxTotal) {
      throw new Refusal('limit', 'This helper has read as much as it may: start it again.');
    }
    const bytes = Buffer.alloc(length);
    try {
      const { bytesRead } = await read(entry.opened.fd, bytes, 0, length, Number(offset));
      this.total += BigInt(bytesRead);
      return bytes.subarray(0, bytesRead);
    } catch (error) {
      const errno = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
      throw new Refusal('io', `Reading the file failed (${errno}).`, { errno });
    }
  }

  /** Throws {@link Refusal} `state`. */
  close(id: number): void {
    const { opened } = this.get(id);
    this.entries.delete(id);
    closeSync(opened.fd);
  }

  private get(id: number): Entry {
    const entry = this.entries.get(id);
    if (entry === undefined) {
      throw new Refusal('state', 'That file is not open: open it again.');
    }
    return entry;
  }

  private closeIdle(): void {
    for (const [id, { usedAt }] of this.entries) {
      if (performance.now() - usedAt > IDLE_MS) {
        this.close(id);
      }
    }
  }
}
