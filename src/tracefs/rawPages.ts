import { closeSync, constants, openSync, readFileSync, readvSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCpuStats, type CpuStats } from './cpuStats';
import { TracefsError } from './errors';
import { fileError } from './kernelErrors';
import { SubBufferSize } from './subBufferSize';

/**
 * Sub-buffers of one CPU, taken out of the ring buffer by non-blocking reads: a blocking one would
 * hold a thread of Node's pool for as long as nothing happens.
 */
export class RawPages {
  private fd: number | undefined;
  private absent = false;

  private constructor(
    readonly cpu: number,
    private readonly folder: string,
    private readonly size: SubBufferSize | undefined,
  ) {}

  /**
   * @param folder of the CPU, `instances/NAME/per_cpu/cpuN`
   * @param size that of all CPUs' sub-buffers
   * Throws `TracefsError`.
   */
  static async open(cpu: number, folder: string, size?: SubBufferSize): Promise<RawPages> {
    const pages = new RawPages(cpu, folder, size);
    try {
      pages.fd = openSync(
        join(folder, 'trace_pipe_raw'),
        constants.O_RDONLY | constants.O_NONBLOCK,
      );
      return pages;
    } catch (error) {
      throw await fileError(error, `Opening the buffer of CPU ${cpu}`);
    }
  }

  /** Whether its CPU had not been on yet when it was read last. */
  get isAbsent(): boolean {
    return this.absent;
  }

  /**
   * Reads sub-buffers, each to a slot of its size; returns how many there were. The kernel says that there is none by
   * EAGAIN or by 0 bytes, and by ENODEV while the CPU has not been on yet (`ring_buffer_alloc_read_page` in
   * `kernel/trace/ring_buffer.c`), as many may never be. One call reads them all: it goes on until one is not there
   * (`do_loop_readv_writev` in `fs/read_write.c`).
   *
   * Throws `busy` once somebody gave the instance sub-buffers of another size.
   */
  readInto(slots: readonly Uint8Array[]): number {
    if (this.fd === undefined) {
      return 0;
    }
    try {
      const read = readvSync(this.fd, slots);
      this.absent = false;
      const count = read / (slots[0]?.length ?? 1);
      if (read > 0 && (!Number.isInteger(count) || this.size?.hasChanged === true)) {
        throw new TracefsError('busy', 'Somebody gave the buffer pages of another size.');
      }
      return count;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'EAGAIN' && code !== 'ENODEV') {
        throw error;
      }
      this.absent = code === 'ENODEV';
      return 0;
    }
  }

  /**
   * Its counters. Throws `TracefsError`. The kernel waits for nothing to tell them (`tracing_stats_read` in
   * `kernel/trace/trace.c`): a thread of the pool would take ten times as long.
   */
  async stats(): Promise<CpuStats> {
    try {
      return parseCpuStats(readFileSync(join(this.folder, 'stats'), 'utf8'));
    } catch (error) {
      throw await fileError(error, `Reading the counters of CPU ${this.cpu}`);
    }
  }

  close(): void {
    if (this.fd !== undefined) {
      closeSync(this.fd);
      this.fd = undefined;
    }
    this.size?.close();
  }
}

/** All possible CPUs: those that are off, or may be added later, included. */
export async function openAllPages(instanceFolder: string): Promise<RawPages[]> {
  const parent = join(instanceFolder, 'per_cpu');
  const opened: RawPages[] = [];
  const size = SubBufferSize.open(instanceFolder);
  try {
    for (const name of await readdir(parent)) {
      const [, cpu] = /^cpu(\d+)$/.exec(name) ?? [];
      if (cpu !== undefined) {
        opened.push(await RawPages.open(Number(cpu), join(parent, name), size));
      }
    }
    return opened.sort((a, b) => a.cpu - b.cpu);
  } catch (error) {
    opened.forEach(pages => pages.close());
    size.close();
    throw await fileError(error, 'Opening the buffers');
  }
}
