import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { BufferReader, type CpuPages } from '../../../src/helper/capture/bufferReader';
import { Capture } from '../../../src/helper/capture/capture';
import { CaptureBuffer } from '../../../src/helper/capture/captureBuffer';
import { PageQueue } from '../../../src/helper/capture/pageQueue';
import type { CpuStats } from '../../../src/tracefs/cpuStats';
import { parsePageLayout } from '../../../src/tracefs/pageLayout';
import { RawPages } from '../../../src/tracefs/rawPages';
import { until } from '../../rigs/poll';
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
    expect(await reader.turn()).toBe(1);
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

  readInto(): number {
    this.reads++;
    this.isAbsent = !this.isOn;
    return this.isOn ? 1 : 0;
  }

  stats(): Promise<never> {
    return Promise.reject(new Error('not asked here'));
  }

  close(): void {
    this.isOn = false;
  }
}

it('looks once a second whether a CPU was switched on, and then reads it', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const cpu = new FakeCpuNeverOn();
    const queue = new PageQueue(new PassThrough());
    const reader = new BufferReader(1, [cpu], LAYOUT, queue);
    for (let turn = 0; turn < 50; turn++) {
      expect(await reader.turn()).toBe(0);
      vi.advanceTimersByTime(10);
    }
    expect(cpu.reads).toBe(1);
    cpu.isOn = true;
    vi.advanceTimersByTime(500);
    cpu.reads = 0;
    expect([await reader.turn(), await reader.turn()]).toEqual([1, 1]);
  } finally {
    vi.useRealTimers();
  }
});

/** Stands for one of the many CPUs of a big machine, whose buffer of 1 MiB is full. */
class FakeFullCpu implements CpuPages {
  readonly isAbsent = false;
  private left = 256;

  constructor(
    readonly cpu: number,
    private readonly onRead: (pages: number) => void,
  ) {}

  readInto(slots: readonly Uint8Array[]): number {
    const count = Math.min(this.left, slots.length);
    this.left -= count;
    this.onRead(count);
    return count;
  }

  stats(): Promise<CpuStats> {
    const none = { overrun: 0n, dropped: 0n, read: 0n, oldest: 0n, now: 0n };
    return Promise.resolve({ ...none, entries: BigInt(Math.max(0, this.left)) });
  }

  close(): void {
    this.left = 0;
  }
}

/** Counts pages that are read without a turn for others in between. */
class ReadAtOnce {
  most = 0;
  private now = 0;
  private immediate = setImmediate(() => this.others());

  readonly add = (pages: number): void => {
    this.now += pages;
    this.most = Math.max(this.most, this.now);
  };

  end(): void {
    clearImmediate(this.immediate);
  }

  private others(): void {
    this.now = 0;
    this.immediate = setImmediate(() => this.others());
  }
}

it.each(['empty', 'drain', 'live'] as const)(
  'many CPUs give up none of what they hold to a reader that takes it, and let others have their turn (%s)',
  async how => {
    const queue = new PageQueue(new PassThrough().resume());
    const atOnce = new ReadAtOnce();
    const cpus = Array.from({ length: 80 }, (_, cpu) => new FakeFullCpu(cpu, atOnce.add));
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
    const read = async (): Promise<[number, number][]> =>
      (await buffer.counts()).map(({ pages, discarded }) => [pages, discarded]);
    if (how === 'live') {
      const capture = new Capture(buffer);
      capture.start();
      await until('all is read', async () => (await read()).every(([pages]) => pages === 256));
      capture.close();
    } else {
      await (how === 'empty' ? buffer.empty(() => undefined) : buffer.drain());
    }
    atOnce.end();
    expect(await read()).toEqual(cpus.map(() => [256, 0]));
    // A MiB, and the batch that passed it.
    expect(atOnce.most).toBeLessThanOrEqual(256 + 128);
  },
);
