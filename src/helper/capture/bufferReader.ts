import type { CpuCounts } from '../../protocol/capture';
import { toHex64 } from '../../protocol/scalars';
import {
  countEvents,
  type CpuStats,
  type PageLayout,
  pageTime,
  type RawPages,
  SerialQueue,
} from '../../tracefs';
import { CpuAccount } from './cpuAccount';
import type { PageQueue } from './pageQueue';

/** Sub-buffers of one CPU in one frame and one turn; the other CPUs wait meanwhile. */
const BATCH_BYTES = 512 * 1024;
/** What is read at once, of all CPUs together, in about a millisecond; then requests and the stream have their turn. */
const AT_ONCE_BYTES = 1024 * 1024;
/** How often it is looked whether a CPU was switched on, in ms: a machine may have room for hundreds. */
const ABSENT_MS = 1000;
/** By how much a clock of the kernel's may go back by itself (`ktime_get_mono_fast_ns` in `kernel/time/timekeeping.c`). */
const CLOCK_SLACK_NS = 1e6;

/** What the reader needs of a CPU's buffer. */
export type CpuPages = Pick<RawPages, 'cpu' | 'isAbsent' | 'readInto' | 'stats' | 'close'>;

/** What is known of one CPU's buffer. */
interface OneCpu {
  readonly account: CpuAccount;
  /** Sub-buffers that were read, and the events in them. */
  pages: number;
  events: number;
  /** When the latest sub-buffer begins, in ns. */
  time: number;
}

/** Takes whole sub-buffers out of the buffers of all CPUs, and hands them on. */
export class BufferReader {
  private readonly known = new Map<number, OneCpu>();
  /** Where one CPU's batch is read to, whose length is not known before. */
  private readonly scratch: Buffer;
  /** A sub-buffer's place each. */
  private readonly slots: readonly Buffer[];
  private readonly view: DataView;
  private readonly looks = new SerialQueue();
  private lookedForAbsent = -Infinity;
  private isEmptied = false;
  /** What was held at the latest look. */
  private latest: readonly CpuStats[] = [];

  /**
   * @param number tells this capture's pages from those of the one before
   * @param begin of the capture, in ns of the buffer's clock; 0 where that is not known
   * @param onBackwards is told of a time before it, or before what was read already: another clock may have made it
   */
  constructor(
    readonly number: number,
    private readonly cpus: readonly CpuPages[],
    private readonly layout: PageLayout,
    private readonly queue: PageQueue,
    private readonly begin = 0,
    private readonly onBackwards: () => void = () => undefined,
  ) {
    const { size } = layout;
    const length = Math.max(1, Math.floor(BATCH_BYTES / size));
    this.scratch = Buffer.allocUnsafe(length * size);
    this.slots = Array.from({ length }, (_, at) =>
      this.scratch.subarray(at * size, (at + 1) * size),
    );
    this.view = new DataView(this.scratch.buffer, this.scratch.byteOffset, this.scratch.length);
  }

  private get pageSize(): number {
    return this.layout.size;
  }

  /** How many sub-buffers a CPU's buffer of so many KiB has. */
  subBuffers(bufferKib: number): number {
    return Math.floor((bufferKib * 1024) / this.pageSize);
  }

  /** How many turns empty a buffer of that many KiB per CPU, whatever comes in meanwhile. */
  turnsFor(bufferKib: number): number {
    return Math.ceil((bufferKib * 1024 + this.pageSize) / this.scratch.length) + 1;
  }

  /**
   * Reads a batch of each CPU; returns the most sub-buffers that one of them gave. What many CPUs have is more than
   * the queue holds, and takes a while: there is a pause for room each time that much was read.
   * @param atOnce bytes
   */
  async turn(atOnce = AT_ONCE_BYTES): Promise<number> {
    let most = 0;
    let bytes = 0;
    for (const pages of this.due()) {
      const count = this.batch(pages);
      most = Math.max(most, count);
      // A look at a CPU that has nothing takes its time too.
      bytes += Math.max(1, count) * this.pageSize;
      if (bytes > atOnce) {
        bytes = 0;
        await this.queue.room();
      }
    }
    return most;
  }

  /** As {@link turn}, but with a pause after each batch: for who reads what does not run away. */
  patientTurn(): Promise<number> {
    return this.turn(this.pageSize);
  }

  /** What was read and lost so far. Looks wait for each other: what one saw is what the next is measured against. */
  counts(): Promise<CpuCounts[]> {
    return this.looks.run(async () => {
      const seen = await Promise.all(this.cpus.map(pages => this.look(pages)));
      this.latest = seen.map(({ stats }) => stats);
      return seen.map(({ counts }) => counts);
    });
  }

  /** Whether a look since the latest call saw that what was not read yet was thrown away, whoever did it. */
  takeEmptied(): boolean {
    const { isEmptied } = this;
    this.isEmptied = false;
    return isEmptied;
  }

  /**
   * What is in the buffers: how many events, and for how long no CPU has overwritten one, in seconds. On a CPU
   * that has overwritten none, nothing is missing.
   */
  async held(): Promise<{ events: number; seconds: number }> {
    return heldOf(await Promise.all(this.cpus.map(pages => pages.stats())));
  }

  /** As {@link held}, at the latest look. */
  get heldLately(): { events: number; seconds: number } {
    return heldOf(this.latest);
  }

  /** Lets go of the buffers, whatever is in them: an open reader keeps the instance in the kernel. */
  close(): void {
    this.cpus.forEach(pages => pages.close());
  }

  private of(cpu: number): OneCpu {
    const one = this.known.get(cpu) ?? {
      account: new CpuAccount(),
      ...{ pages: 0, events: 0, time: this.begin },
    };
    this.known.set(cpu, one);
    return one;
  }

  private async look(pages: CpuPages): Promise<{ stats: CpuStats; counts: CpuCounts }> {
    const { cpu } = pages;
    const one = this.of(cpu);
    const from = BigInt(one.events);
    const stats = await pages.stats();
    this.isEmptied = one.account.see(stats, { from, to: BigInt(one.events) }) || this.isEmptied;
    const { overrun, dropped, taken } = one.account.losses;
    const counts = {
      cpu,
      pages: one.pages,
      overrun: toHex64(overrun),
      dropped: toHex64(dropped),
      discarded: this.queue.dropped(cpu),
      ...(taken > 0n && { taken: toHex64(taken) }),
    };
    return { stats, counts };
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
    const count = pages.readInto(this.slots);
    if (count > 0) {
      this.enter(this.of(pages.cpu), count);
      this.queue.push(
        this.number,
        pages.cpu,
        this.scratch.subarray(0, count * this.pageSize),
        count,
      );
    }
    return count;
  }

  /** Counts what is in so many sub-buffers. */
  private enter(one: OneCpu, count: number): void {
    const { view, layout } = this;
    const last = pageTime(view, (count - 1) * layout.size, layout);
    if (Math.min(pageTime(view, 0, layout), last) < one.time - CLOCK_SLACK_NS) {
      this.onBackwards();
    }
    one.time = last;
    one.pages += count;
    for (let page = 0; page < count; page++) {
      one.events += countEvents(view, page * layout.size, layout);
    }
  }
}

function heldOf(stats: readonly CpuStats[]): { events: number; seconds: number } {
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
