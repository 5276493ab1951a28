import type { CpuCounts } from '../../protocol/capture';
import { toHex64 } from '../../protocol/scalars';
import type { CpuStats, RawPages } from '../../tracefs';
import { GrowingCount } from './growingCount';
import type { PageQueue } from './pageQueue';

/** Sub-buffers of one CPU in one frame and one turn; the other CPUs and requests wait meanwhile. */
const BATCH_BYTES = 512 * 1024;
/** How often it is looked whether a CPU was switched on, in ms: a machine may have room for hundreds. */
const ABSENT_MS = 1000;

/** What the reader needs of a CPU's buffer. */
export type CpuPages = Pick<RawPages, 'cpu' | 'isAbsent' | 'readInto' | 'stats' | 'close'>;

/** Takes whole sub-buffers out of the buffers of all CPUs, and hands them on. */
export class BufferReader {
  /** Sub-buffers, by CPU. */
  private readonly read = new Map<number, number>();
  /** Where one CPU's batch is read to, whose length is not known before. */
  private readonly scratch: Buffer;
  private readonly losses = new Map<number, { overrun: GrowingCount; dropped: GrowingCount }>();
  private lookedForAbsent = -Infinity;

  /**
   * @param number tells this capture's pages from those of the one before
   * @param pageSize bytes of a whole sub-buffer
   */
  constructor(
    readonly number: number,
    private readonly cpus: readonly CpuPages[],
    private readonly pageSize: number,
    private readonly queue: PageQueue,
  ) {
    // A byte more shows sub-buffers that are longer now.
    this.scratch = Buffer.allocUnsafe(Math.max(BATCH_BYTES, pageSize) + 1);
  }

  /** How many sub-buffers a CPU's buffer of so many KiB has. */
  subBuffers(bufferKib: number): number {
    return Math.floor((bufferKib * 1024) / this.pageSize);
  }

  /** How many turns empty a buffer of that many KiB per CPU, whatever comes in meanwhile. */
  turnsFor(bufferKib: number): number {
    return Math.ceil((bufferKib * 1024 + this.pageSize) / this.scratch.length) + 1;
  }

  /** Reads a batch of each CPU; returns the most sub-buffers that one of them gave. */
  turn(): number {
    return this.due().reduce((most, pages) => Math.max(most, this.batch(pages)), 0);
  }

  /** As {@link turn}, but waits for room after each batch: those of many CPUs are more than the queue holds. */
  async patientTurn(): Promise<number> {
    let most = 0;
    for (const pages of this.due()) {
      const count = this.batch(pages);
      most = Math.max(most, count);
      await (count > 0 ? this.queue.room() : undefined);
    }
    return most;
  }

  /** What was read and lost so far. */
  counts(): Promise<CpuCounts[]> {
    return Promise.all(
      this.cpus.map(async pages => {
        const { overrun, dropped } = await pages.stats();
        const losses = this.lossesOf(pages.cpu);
        return {
          cpu: pages.cpu,
          pages: this.read.get(pages.cpu) ?? 0,
          overrun: toHex64(losses.overrun.see(overrun)),
          dropped: toHex64(losses.dropped.see(dropped)),
          discarded: this.queue.dropped(pages.cpu),
        };
      }),
    );
  }

  /**
   * What is in the buffers: how many events, and for how long no CPU has overwritten one, in seconds. On a CPU
   * that has overwritten none, nothing is missing.
   */
  async held(): Promise<{ events: number; seconds: number }> {
    const stats = await Promise.all(this.cpus.map(pages => pages.stats()));
    const filled = stats.filter(({ entries }) => entries > 0n);
    const overwritten = filled.filter(({ overrun }) => overrun > 0n);
    const age = ({ now, oldest }: CpuStats): number => Number(now - oldest) / 1e9;
    const seconds =
      overwritten.length > 0 ? Math.min(...overwritten.map(age)) : Math.max(0, ...filled.map(age));
    return {
      events: filled.reduce((sum, { entries }) => sum + Number(entries), 0),
      seconds: Math.max(0, seconds),
    };
  }

  /** Lets go of the buffers, whatever is in them: an open reader keeps the instance in the kernel. */
  close(): void {
    this.cpus.forEach(pages => pages.close());
  }

  private lossesOf(cpu: number): { overrun: GrowingCount; dropped: GrowingCount } {
    const known = this.losses.get(cpu) ?? {
      overrun: new GrowingCount(),
      dropped: new GrowingCount(),
    };
    this.losses.set(cpu, known);
    return known;
  }

  /** The CPUs that may have something. */
  private due(): readonly CpuPages[] {
    const now = performance.now();
    if (now - this.lookedForAbsent < ABSENT_MS) {
      return this.cpus.filter(({ isAbsent }) => !isAbsent);
    }
    this.lookedForAbsent = now;
    return this.cpus;
  }

  private batch(pages: CpuPages): number {
    const { scratch, pageSize: size } = this;
    let count = 0;
    while ((count + 1) * size <= scratch.length && pages.readInto(scratch, count * size, size)) {
      count++;
    }
    if (count > 0) {
      this.read.set(pages.cpu, (this.read.get(pages.cpu) ?? 0) + count);
      this.queue.push(this.number, pages.cpu, scratch.subarray(0, count * size), count);
    }
    return count;
  }
}
