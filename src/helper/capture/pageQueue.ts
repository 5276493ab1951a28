import type { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { completePages, encodePages, type RetiredNumber } from '../../protocol/pages';
import { RetiredNumbers } from './retiredNumbers';

/** Bytes of pages that wait for a slow reader; the oldest go first, and are counted. */
const MAX_WAITING = 16 * 1024 * 1024;
/** Bytes that may wait in the stream itself, in front of answers to requests. */
const MAX_IN_STREAM = 1024 * 1024;
/** A reader that takes nothing for so long, in ms, is not waited for any more. */
const PATIENCE_MS = 2000;

interface Waiting {
  readonly cpu: number;
  /** As it goes out, but for what was lost and retired before it. */
  readonly frame: Buffer;
  /** Sub-buffers in it. */
  readonly count: number;
}

/**
 * Pages on their way to the extension. The helper's memory stays bounded and reading never waits:
 * when the reader is too slow, the oldest pages are given up and the next frame of their CPU says
 * how many.
 */
export class PageQueue {
  readonly numbers = new RetiredNumbers();
  private readonly waiting: Waiting[] = [];
  private bytes = 0;
  /** By CPU, what no frame has told yet. */
  private readonly untold = new Map<number, number>();
  private readonly total = new Map<number, number>();
  /** What no frame has told yet. */
  private untoldRetired: RetiredNumber[] = [];
  /** The reader took nothing for too long. */
  private isStuck = false;

  constructor(private readonly stream: Writable) {
    stream.on('drain', () => {
      this.isStuck = false;
      this.flush();
    });
  }

  /**
   * Lets requests and the stream have their turn, and waits until half of the room is free again: for who
   * reads what does not run away. A reader that takes nothing is waited for once.
   */
  async room(): Promise<void> {
    await setImmediate();
    while (this.bytes > MAX_WAITING / 2 && !this.isStuck && this.stream.writable) {
      await this.taken();
    }
  }

  /** Another capture: what is left of the one before nobody reads, and losses count anew. */
  begin(): void {
    this.waiting.length = 0;
    this.bytes = 0;
    this.untold.clear();
    this.total.clear();
    this.untoldRetired = [];
  }

  /** An event was removed: its number is another's in what is read from now on. */
  retire(event: number): void {
    this.untoldRetired.push({ event, epoch: this.numbers.retire(event) });
  }

  /** Takes `count` sub-buffers: copies them, once, to where they go out from. */
  push(capture: number, cpu: number, pages: Buffer, count: number): void {
    const { epoch } = this.numbers;
    const frame = encodePages({ capture, cpu, epoch, pages, dropped: 0, retired: [] });
    this.waiting.push({ cpu, frame, count });
    this.bytes += frame.length;
    while (this.bytes > MAX_WAITING && this.waiting.length > 1) {
      this.giveUpOldest();
    }
    this.flush();
  }

  /** Sub-buffers of a CPU given up so far in this capture. */
  dropped(cpu: number): number {
    return this.total.get(cpu) ?? 0;
  }

  /** Settles when the reader has taken something, or does not for too long. */
  private taken(): Promise<void> {
    return new Promise(resolve => {
      const end = (): void => {
        clearTimeout(timer);
        this.stream.off('drain', end);
        resolve();
      };
      const timer = setTimeout(() => {
        this.isStuck = true;
        end();
      }, PATIENCE_MS);
      this.stream.on('drain', end);
    });
  }

  private giveUpOldest(): void {
    const oldest = this.waiting.shift();
    if (oldest) {
      this.bytes -= oldest.frame.length;
      add(this.untold, oldest.cpu, oldest.count);
      add(this.total, oldest.cpu, oldest.count);
    }
  }

  private flush(): void {
    while (this.stream.writable && this.stream.writableLength < MAX_IN_STREAM) {
      const next = this.waiting.shift();
      if (!next) {
        return;
      }
      this.bytes -= next.frame.length;
      const dropped = this.untold.get(next.cpu) ?? 0;
      this.untold.delete(next.cpu);
      const retired = this.untoldRetired;
      this.untoldRetired = [];
      this.stream.write(completePages(next.frame, dropped, retired));
    }
  }
}

function add(counts: Map<number, number>, cpu: number, count: number): void {
  counts.set(cpu, (counts.get(cpu) ?? 0) + count);
}
