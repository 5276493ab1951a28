import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { BufferReader, type CpuPages } from '../../../src/helper/capture/bufferReader';
import { CaptureBuffer } from '../../../src/helper/capture/captureBuffer';
import { PageQueue } from '../../../src/helper/capture/pageQueue';
import type { CpuStats } from '../../../src/tracefs/cpuStats';
import { parsePageLayout } from '../../../src/tracefs/pageLayout';
import { RawPages } from '../../../src/tracefs/rawPages';
import { HEADER_EVENT, headerPage } from '../tracefs/pageWriter';

const PAGE = 4096;
const LAYOUT = parsePageLayout(headerPage(8), HEADER_EVENT, true);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capture-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('single pages that wait for a slow reader take their own room and no more', async () => {
  const file = join(folder, 'trace_pipe_raw');
  await appendFile(file, '');
  const queue = new PageQueue(new PassThrough({ highWaterMark: PAGE }));
  const pages = await RawPages.open(0, folder);
  const reader = new BufferReader(1, [pages], LAYOUT, queue);
  const before = process.memoryUsage().arrayBuffers;
  for (let page = 0; page < 1000; page++) {
    await appendFile(file, Buffer.alloc(PAGE, page));
    expect(reader.turn()).toBe(1);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  reader.close();
});

/** Stands for a CPU that was never on: the kernel answers ENODEV until it is, which no test may bring about here. */
class FakeCpuNeverOn implements CpuPages {
  readonly cpu = 7;
  isAbsent = false;
  isOn = false;
  reads = 0;

  readInto(): boolean {
    this.reads++;
    this.isAbsent = !this.isOn;
    return this.isOn && this.reads % 2 === 1;
  }

  stats(): Promise<never> {
    return Promise.reject(new Error('not asked here'));
  }

  close(): void {
    this.isOn = false;
  }
}

it('looks once a second whether a CPU was switched on, and then reads it', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const cpu = new FakeCpuNeverOn();
    const queue = new PageQueue(new PassThrough());
    const reader = new BufferReader(1, [cpu], LAYOUT, queue);
    for (let turn = 0; turn < 50; turn++) {
      expect(reader.turn()).toBe(0);
      vi.advanceTimersByTime(10);
    }
    expect(cpu.reads).toBe(1);
    cpu.isOn = true;
    vi.advanceTimersByTime(500);
    cpu.reads = 0;
    expect([reader.turn(), reader.turn()]).toEqual([1, 1]);
  } finally {
    vi.useRealTimers();
  }
});

/** Stands for one of the many CPUs of a big machine, whose buffer of 1 MiB is full. */
class FakeFullCpu implements CpuPages {
  readonly isAbsent = false;
  private left = 256;

  constructor(readonly cpu: number) {}

  readInto(): boolean {
    return this.left-- > 0;
  }

  stats(): Promise<CpuStats> {
    const none = { overrun: 0n, dropped: 0n, read: 0n, oldest: 0n, now: 0n };
    return Promise.resolve({ ...none, entries: BigInt(Math.max(0, this.left)) });
  }

  close(): void {
    this.left = 0;
  }
}

it.each(['empty', 'drain'] as const)(
  'many CPUs give up none of what they hold to a reader that takes it (%s)',
  async how => {
    const queue = new PageQueue(new PassThrough().resume());
    const cpus = Array.from({ length: 80 }, (_, cpu) => new FakeFullCpu(cpu));
    const reader = new BufferReader(1, cpus, LAYOUT, queue);
    const gate = {
      isWanted: false,
      isShutByOthers: false,
      set: () => undefined,
      release: () => undefined,
    };
    const buffer = new CaptureBuffer(reader, gate, 1024, error => {
      throw error;
    });
    await (how === 'empty' ? buffer.empty(() => undefined) : buffer.drain());
    const counts = await buffer.counts();
    expect(counts.map(({ pages, discarded }) => [pages, discarded])).toEqual(
      cpus.map(() => [256, 0]),
    );
  },
);
