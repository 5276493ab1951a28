import { closeSync, constants, openSync, readSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCpuStats, type CpuStats } from './cpuStats';
import { TracefsError } from './errors';
import { fileError } from './kernelErrors';

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
  ) {}

  /** @param folder of the CPU, `instances/NAME/per_cpu/cpuN`. Throws `TracefsError`. */
  static async open(cpu: number, folder: string): Promise<RawPages> {
    const pages = new RawPages(cpu, folder);
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
   * Reads one sub-buffer to `at` of `buffer`, which must have room for a whole one. False when there
   * is none: the kernel says so by EAGAIN or by 0 bytes, and by ENODEV while the CPU has not been on
   * yet (`ring_buffer_alloc_read_page` in `kernel/trace/ring_buffer.c`), as many may never be.
   *
   * Anybody with root may give the instance sub-buffers of another size meanwhile (`buffer_subbuf_size_kb`), and the
   * kernel then cuts, or leaves what is behind them as it was: throws `busy`. A larger one shows where the buffer
   * has room for a byte more.
   */
  readInto(buffer: Buffer, at: number, size: number): boolean {
    if (this.fd === undefined) {
      return false;
    }
    try {
      const read = readSync(this.fd, buffer, at, Math.min(size + 1, buffer.length - at), null);
      this.absent = false;
      if (read > 0 && read !== size) {
        throw new TracefsError('busy', 'Somebody gave the buffer pages of another size.');
      }
      return read > 0;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'EAGAIN' && code !== 'ENODEV') {
        throw error;
      }
      this.absent = code === 'ENODEV';
      return false;
    }
  }

  /** Its counters. Throws `TracefsError`. */
  async stats(): Promise<CpuStats> {
    try {
      return parseCpuStats(await readFile(join(this.folder, 'stats'), 'latin1'));
    } catch (error) {
      throw await fileError(error, `Reading the counters of CPU ${this.cpu}`);
    }
  }

  close(): void {
    if (this.fd !== undefined) {
      closeSync(this.fd);
      this.fd = undefined;
    }
  }
}

/** All possible CPUs: those that are off, or may be added later, included. */
export async function openAllPages(instanceFolder: string): Promise<RawPages[]> {
  const parent = join(instanceFolder, 'per_cpu');
  const opened: RawPages[] = [];
  try {
    for (const name of await readdir(parent)) {
      const [, cpu] = /^cpu(\d+)$/.exec(name) ?? [];
      if (cpu !== undefined) {
        opened.push(await RawPages.open(Number(cpu), join(parent, name)));
      }
    }
    return opened.sort((a, b) => a.cpu - b.cpu);
  } catch (error) {
    opened.forEach(pages => pages.close());
    throw await fileError(error, 'Opening the buffers');
  }
}
