import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { PageQueue } from '../../../src/helper/capture/pageQueue';
import { FrameDecoder } from '../../../src/protocol/frames';
import { decodePages, type PagesFrame } from '../../../src/protocol/pages';

const PAGE = 4096;
const BATCH = 64;

interface Seen {
  readonly cpu: number;
  readonly dropped: number;
  readonly first: number;
  readonly pages: number;
}

/** Frames until the batch of that number has come. */
async function framesUntil(stream: PassThrough, last: number): Promise<PagesFrame[]> {
  const decoder = new FrameDecoder();
  const frames: PagesFrame[] = [];
  for await (const chunk of stream) {
    decoder.push(chunk as Buffer);
    for (let frame = decoder.next(); frame; frame = decoder.next()) {
      frames.push(decodePages(frame.payload)!);
    }
    if (frames.at(-1)?.pages.readUInt32LE(0) === last) {
      break;
    }
  }
  return frames;
}

/** What of them is looked at. */
async function readUntil(stream: PassThrough, last: number): Promise<Seen[]> {
  return (await framesUntil(stream, last)).map(({ cpu, dropped, pages }) => {
    return { cpu, dropped, first: pages.readUInt32LE(0), pages: pages.length / PAGE };
  });
}

/** Read to the same place each time, as the helper does. */
const pages = Buffer.alloc(BATCH * PAGE);

function batch(number: number): Buffer {
  pages.writeUInt32LE(number, 0);
  return pages;
}

describe('pages on their way to a reader', () => {
  it('all come, in their order, while it keeps up', async () => {
    const stream = new PassThrough({ highWaterMark: 64 * 1024 });
    const queue = new PageQueue(stream);
    queue.push(1, 0, batch(1), BATCH);
    queue.push(1, 3, batch(2), BATCH);
    expect(await readUntil(stream, 2)).toEqual([
      { cpu: 0, dropped: 0, first: 1, pages: BATCH },
      { cpu: 3, dropped: 0, first: 2, pages: BATCH },
    ]);
  });

  it('are given up oldest first when it does not, and each loss is told once', async () => {
    const stream = new PassThrough({ highWaterMark: 64 * 1024 });
    const queue = new PageQueue(stream);
    const count = 400;
    const before = process.memoryUsage().arrayBuffers;
    for (let number = 0; number < count; number++) {
      queue.push(1, number % 2, batch(number), BATCH);
    }
    // 100 MiB went in; what waits is bounded.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
    const frames = await readUntil(stream, count - 1);
    const received = frames.reduce((sum, frame) => sum + frame.pages, 0);
    const told = frames.reduce((sum, frame) => sum + frame.dropped, 0);
    expect(received + queue.dropped(0) + queue.dropped(1)).toBe(count * BATCH);
    expect(told).toBe(queue.dropped(0) + queue.dropped(1));
    expect(told).toBeGreaterThan(0);
    expect(frames.map(frame => frame.first)).toEqual(
      frames.map(frame => frame.first).toSorted((a, b) => a - b),
    );
    expect(frames.at(-1)!.first).toBe(count - 1);
  });

  it('of another capture come alone, and its losses count anew', async () => {
    const stream = new PassThrough({ highWaterMark: 64 * 1024 });
    const queue = new PageQueue(stream);
    for (let number = 0; number < 200; number++) {
      queue.push(1, 0, batch(number), BATCH);
    }
    expect(queue.dropped(0)).toBeGreaterThan(0);
    queue.begin();
    expect(queue.dropped(0)).toBe(0);
    queue.push(2, 0, batch(1000), BATCH);
    const frames = await readUntil(stream, 1000);
    expect(frames.map(frame => frame.dropped)).toEqual(frames.map(() => 0));
    // Beside the new one only what was in the stream already.
    expect(frames.length).toBeLessThan(10);
  });

  it('say in which epoch they were read, and once which numbers are retired', async () => {
    const stream = new PassThrough();
    const queue = new PageQueue(stream);
    queue.push(1, 0, batch(1), BATCH);
    queue.retire(1500);
    queue.retire(1501);
    queue.push(1, 1, batch(2), BATCH);
    queue.push(1, 0, batch(3), BATCH);
    const frames = await framesUntil(stream, 3);
    expect(frames.map(({ epoch }) => epoch)).toEqual([0, 2, 2]);
    expect(frames.map(({ retired }) => retired)).toEqual([
      [],
      [
        { event: 1500, epoch: 1 },
        { event: 1501, epoch: 2 },
      ],
      [],
    ]);
    expect(queue.numbers.sinceOf(1501)).toBe(2);
  });

  it('are all taken by a slow reader whom the writer gives time', async () => {
    const stream = new PassThrough({ highWaterMark: 64 * 1024 });
    const queue = new PageQueue(stream);
    const count = 200;
    const reading = readUntil(stream, count - 1);
    for (let number = 0; number < count; number++) {
      queue.push(1, 0, batch(number), BATCH);
      await queue.room();
    }
    expect((await reading).map(({ first }) => first)).toEqual([...Array(count).keys()]);
    expect(queue.dropped(0)).toBe(0);
  });

  it('are not written to a stream that was ended', async () => {
    const stream = new PassThrough();
    const errors: Error[] = [];
    stream.on('error', error => errors.push(error));
    const queue = new PageQueue(stream);
    stream.end();
    queue.push(1, 0, batch(1), BATCH);
    await setImmediate();
    expect(errors).toEqual([]);
  });
});
