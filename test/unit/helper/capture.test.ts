import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Capture } from '../../../src/helper/capture/capture';
import { PageQueue } from '../../../src/helper/capture/pageQueue';
import { Instance } from '../../../src/tracefs/instance';
import { RawPages } from '../../../src/tracefs/rawPages';
import { SerialQueue } from '../../../src/tracefs/serialQueue';

const PAGE = 4096;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capture-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('single pages that wait for a slow reader take their own room and no more', async () => {
  const file = join(folder, 'trace_pipe_raw');
  await appendFile(file, '');
  const instance = new Instance('unused', folder, new SerialQueue());
  const queue = new PageQueue(new PassThrough({ highWaterMark: PAGE }));
  const pages = await RawPages.open(0, folder);
  const capture = new Capture(1, instance, [pages], PAGE, queue, error => {
    throw error;
  });
  const before = process.memoryUsage().arrayBuffers;
  for (let page = 0; page < 1000; page++) {
    await appendFile(file, Buffer.alloc(PAGE, page));
    capture.drain();
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  capture.close();
});
