import { readFileSync } from 'node:fs';
import { PageQueue } from '../../src/helper/capture/pageQueue';
import { FrameMessageWriter } from '../../src/protocol/messageWriter';
import { ownCpu } from './cpuTime';
import { moveOn, spanOf } from './pageTimes';

/** First argument of the process that plays the helper. */
export const SENDER = 'send';

/** One event as a helper would tell it that decodes by itself. */
export interface SentEvent {
  readonly time: number;
  readonly cpu: number;
  readonly thread: number;
  readonly values: readonly string[];
}

/** Sub-buffers in a frame, as the helper has them. */
const BATCH = 64;

/**
 * Sends what a file holds to standard output, so many times: `pages FILE SIZE TIMES` or `json FILE TIMES`. Tells its
 * parent what CPU that took, ms.
 */
export async function sendEvents([kind, file = '', ...rest]: readonly string[]): Promise<void> {
  const content = readFileSync(file);
  const took = await (kind === 'pages'
    ? sendPages(content, Number(rest[0]), Number(rest[1]))
    : sendJson(content, Number(rest[0])));
  process.send?.(took);
}

async function sendPages(content: Buffer, size: number, times: number): Promise<number> {
  const span = spanOf(content, size);
  const start = ownCpu();
  const queue = new PageQueue(process.stdout);
  queue.begin();
  for (let time = 0; time < times; time++) {
    for (let at = 0; at < content.length; at += BATCH * size) {
      const pages = content.subarray(at, at + BATCH * size);
      queue.push(1, 0, pages, pages.length / size);
      await queue.room();
    }
    moveOn(content, size, span);
  }
  return ownCpu() - start;
}

async function sendJson(content: Buffer, times: number): Promise<number> {
  const events = JSON.parse(content.toString()) as readonly SentEvent[];
  const start = ownCpu();
  const writer = new FrameMessageWriter(process.stdout);
  for (let time = 0; time < times; time++) {
    for (const params of events) {
      const message = { jsonrpc: '2.0', method: 'event', params };
      await writer.write(message);
    }
  }
  return ownCpu() - start;
}
