import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PagesFrame } from '../../../src/protocol/pages';
import { EventClient } from '../../../src/workers/eventClient';
import { EventDispatcher } from '../../../src/workers/eventDispatcher';
import type { FromEventWorker } from '../../../src/workers/eventMessages';
import { EventService } from '../../../src/workers/eventService';
import { ThreadNames } from '../../../src/workers/threadNames';
import { HEADER_EVENT, headerPage } from '../tracefs/pageWriter';

/** Answers each request with the pages it had since the one before, which it is done with then. */
const FAKE_WORKER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const waiting = new Int32Array(workerData);
  let had = [];
  parentPort.on('message', message => {
    if ('pages' in message) {
      had.push([message.pages.length, message.leftOut]);
      return;
    }
    had.forEach(([taken]) => Atomics.sub(waiting, 0, taken));
    parentPort.postMessage({ id: message.id, result: had });
    had = [];
  });
`;
const FRAME: PagesFrame = {
  ...{ capture: 3, cpu: 0, dropped: 0, epoch: 0, retired: [] },
  pages: Buffer.alloc(4096),
};
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probescope-worker-'));
  await writeFile(join(folder, 'fakeWorker.js'), FAKE_WORKER);
});
afterEach(() => rm(folder, { recursive: true }));

describe('the event worker’s client', () => {
  it('gives up pages while too many wait, and not any longer', async () => {
    const client = new EventClient(join(folder, 'fakeWorker.js'), undefined, 10_000);
    try {
      [1, 2, 3].forEach(() => client.takePages(FRAME));
      expect(await client.request('schemas', {})).toEqual([
        [4096, 0],
        [4096, 0],
        [0, 4096],
      ]);
      client.takePages(FRAME);
      expect(await client.request('schemas', {})).toEqual([[4096, 0]]);
    } finally {
      await client.dispose();
    }
  });

  it('begins no other worker once it is closed', async () => {
    const client = new EventClient(join(folder, 'fakeWorker.js'));
    await client.request('schemas', {});
    await client.dispose();
    client.takePages(FRAME);
    await expect(client.request('closeView', { view: 0 })).rejects.toThrow('was closed');
  });
});

describe('pages that were given up', () => {
  it('are counted, and those that came are said to be taken', async () => {
    const taken: number[] = [];
    const service = new EventService(new ThreadNames(() => Promise.resolve(undefined)));
    const send = (message: FromEventWorker): void => expect.fail(JSON.stringify(message));
    const dispatcher = new EventDispatcher(service, send, pages => taken.push(pages.length));
    const facts = {
      ...{ capture: 3, littleEndian: true, clock: 'mono' },
      ...{ headerPage: headerPage(8), headerEvent: HEADER_EVENT },
    };
    service.handlers.begin({ facts, capacity: 1000, isLocal: false });
    await dispatcher.receive({ ...FRAME, sent: Date.now(), leftOut: 3 * 4096 });
    expect(taken).toEqual([4096]);
    expect(service.handlers.rows({ from: 0, to: 1 }).news.discarded).toBe(3);
  });
});
