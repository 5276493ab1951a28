import type { CpuCounts } from '../../protocol/capture';
import { toHex64 } from '../../protocol/scalars';
import type { Instance, RawPages } from '../../tracefs';
import type { PageQueue } from './pageQueue';
import { ReadPace } from './readPace';

/** Sub-buffers of one CPU in one frame and one turn; the other CPUs and requests wait meanwhile. */
const BATCH_BYTES = 256 * 1024;
/** Turns that empty the largest buffer; what comes in meanwhile must not hold a request up for ever. */
const MAX_DRAIN = 65;

/** Reads an instance's ring buffer while it runs, and hands whole sub-buffers on. */
export class Capture {
  private timer: NodeJS.Timeout | undefined;
  private readonly pace = new ReadPace();
  private isOver = false;
  /** Sub-buffers, by CPU. */
  private readonly read = new Map<number, number>();
  /** Where one CPU's batch is read to, whose length is not known before. */
  private readonly scratch: Buffer;

  /**
   * @param number tells this capture's pages from those of the one before
   * @param pageSize bytes of a whole sub-buffer
   */
  constructor(
    readonly number: number,
    private readonly instance: Instance,
    private readonly cpus: readonly RawPages[],
    private readonly pageSize: number,
    private readonly queue: PageQueue,
    private readonly onError: (error: unknown) => void,
  ) {
    this.scratch = Buffer.allocUnsafe(Math.max(BATCH_BYTES, pageSize));
  }

  start(): void {
    this.timer = setTimeout(() => {
      this.turn();
    }, this.pace.delay);
  }

  /** Takes out all there is: before an event is removed, as that empties the buffer (`trace_remove_event_call`). */
  drain(): void {
    let turns = 0;
    while (!this.isOver && turns < MAX_DRAIN && this.tryRead() > 0) {
      turns++;
    }
  }

  /** Stops the buffer at once, reads what is left in it, and lets go of it. */
  async stop(): Promise<void> {
    if (!this.isOver) {
      await this.instance.setTracingOn(false);
      this.drain();
      this.close();
    }
  }

  /** Lets go of the buffer, whatever is in it: an open reader keeps the instance in the kernel. */
  close(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.cpus.forEach(pages => pages.close());
  }

  /** What was read and lost so far. */
  async counts(): Promise<CpuCounts[]> {
    return Promise.all(
      this.cpus.map(async pages => {
        const stats = await pages.stats();
        return {
          cpu: pages.cpu,
          pages: this.read.get(pages.cpu) ?? 0,
          overrun: toHex64(stats.get('overrun') ?? 0n),
          dropped: toHex64(stats.get('dropped events') ?? 0n),
          discarded: this.queue.dropped(pages.cpu),
        };
      }),
    );
  }

  private turn(): void {
    this.pace.read(this.tryRead());
    if (!this.isOver) {
      this.start();
    }
  }

  /** A buffer that cannot be read ends the capture, and nothing else: probes can be removed all the same. */
  private tryRead(): number {
    try {
      return this.readAll();
    } catch (error) {
      this.close();
      this.onError(error);
      return 0;
    }
  }

  /** Reads a batch of each CPU; returns the most sub-buffers that one of them gave. */
  private readAll(): number {
    let most = 0;
    for (const pages of this.cpus) {
      most = Math.max(most, this.readBatch(pages));
    }
    return most;
  }

  private readBatch(pages: RawPages): number {
    const size = this.pageSize;
    const { scratch } = this;
    let count = 0;
    while ((count + 1) * size <= scratch.length && pages.readInto(scratch, count * size, size)) {
      count++;
    }
    if (count === 0) {
      return 0;
    }
    this.read.set(pages.cpu, (this.read.get(pages.cpu) ?? 0) + count);
    // A copy as long as what was read: the queue bounds what it holds by these bytes.
    this.queue.push(this.number, pages.cpu, Buffer.from(scratch.subarray(0, count * size)), count);
    return count;
  }
}
