import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BufferReader } from '../../../src/helper/capture/bufferReader';
import { PageQueue } from '../../../src/helper/capture/pageQueue';
import { RawPages } from '../../../src/tracefs/rawPages';

const PAGE = 4096;

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
  const reader = new BufferReader(1, [pages], PAGE, queue);
  const before = process.memoryUsage().arrayBuffers;
  for (let page = 0; page < 1000; page++) {
    await appendFile(file, Buffer.alloc(PAGE, page));
    expect(reader.turn()).toBe(1);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  reader.close();
});
