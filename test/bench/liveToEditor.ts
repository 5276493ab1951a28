import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import type { EventStore } from '../../src/events/eventStore';
import { FrameDecoder } from '../../src/protocol/frames';
import { FrameMessageReader } from '../../src/protocol/messageReader';
import { FrameMessageWriter } from '../../src/protocol/messageWriter';
import { decodePages } from '../../src/protocol/pages';
import { valueText } from '../../src/events/valueText';
import { until } from '../rigs/poll';
import { ownCpu } from './cpuTime';
import type { HotProgram } from './hotProgram';
import type { LiveEvent } from './liveEvent';
import { SENDER, type SentEvent } from './sendEvents';
import { atLeast, Table } from './table';

const EVENTS = 50_000;
const ROUNDS = 5;
/** The pages are sent so often, as they take so little time. */
const TIMES = 20;
const JSON_RPC = 'a JSON-RPC notification per event';
const PAGES = 'frames of pages, decoded to rows';

/**
 * The same events from one process to another: each as a message of its own, or as pages that are decoded to
 * rows and counts where they arrive; ms of CPU for a million events.
 */
export async function liveToEditor(
  program: HotProgram,
  event: LiveEvent,
  bench: string,
  folder: string,
): Promise<void> {
  await event.instance.setTracingOn(true);
  await event.switch(true);
  spawnSync(program.path, [String(EVENTS)]);
  await event.switch(false);
  const pages = Buffer.concat([...(await event.pages()).values()]);
  const [pagesFile, jsonFile] = [join(folder, 'pages'), join(folder, 'events.json')];
  writeFileSync(pagesFile, pages);
  const store = event.store(EVENTS * 2);
  store.add(0, pages);
  store.flush();
  writeFileSync(jsonFile, JSON.stringify(sent(store)));

  const table = new Table('CPU from helper to editor, a million events', JSON_RPC);
  for (let round = 0; round < ROUNDS; round++) {
    const json = await timed(bench, ['json', jsonFile, '1'], receiveJson);
    table.add(JSON_RPC, (json * 1e6) / EVENTS);
    const args = ['pages', pagesFile, String(event.pageSize), String(TIMES)];
    const frames = await timed(bench, args, stream => receivePages(stream, event));
    table.add(PAGES, (frames * 1e6) / (EVENTS * TIMES));
  }
  table.print();
  atLeast('to-editor/JSON-RPC-per-event', 1 / table.ratio(PAGES), 15);
}

/** ms of CPU, of both ends. */
async function timed(
  bench: string,
  args: readonly string[],
  receive: (stream: Readable) => Promise<number>,
): Promise<number> {
  const child = spawn(process.execPath, [bench, SENDER, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (!child.stdout) {
    throw new Error('The sender has no output');
  }
  const told = once(child, 'message');
  const start = ownCpu();
  const count = await receive(child.stdout);
  const took = ownCpu() - start + Number((await told)[0]);
  const expected = args[0] === 'json' ? EVENTS : EVENTS * TIMES;
  if (count !== expected) {
    throw new Error(`${count} of ${expected} events arrived`);
  }
  return took;
}

async function receiveJson(stream: Readable): Promise<number> {
  const reader = new FrameMessageReader(stream);
  // Nothing is answered.
  const connection = createMessageConnection(reader, new FrameMessageWriter(new PassThrough()));
  let count = 0;
  connection.onNotification('event', ({ values }: SentEvent) => {
    count += Math.min(1, values.length);
  });
  connection.listen();
  await once(stream, 'close');
  // Messages wait in a queue of the connection's own.
  await until('all messages are taken', () => count === EVENTS);
  connection.dispose();
  return count;
}

async function receivePages(stream: Readable, event: LiveEvent): Promise<number> {
  const store = event.store(EVENTS * 2);
  const decoder = new FrameDecoder();
  stream.on('data', (chunk: Buffer) => {
    decoder.push(chunk);
    for (let frame = decoder.next(); frame; frame = decoder.next()) {
      const decoded = decodePages(frame.payload);
      if (decoded) {
        store.add(decoded.cpu, decoded.pages);
        store.flush();
      }
    }
  });
  await once(stream, 'close');
  return store.sampling.kept;
}

function sent({ order, tables }: EventStore): SentEvent[] {
  return Array.from({ length: order.end }, (_, position) => {
    const row = order.row(position);
    const table = tables[order.table(position)];
    const fields = table?.format.fields ?? [];
    return {
      time: order.time(position),
      cpu: table?.cpu(row) ?? 0,
      thread: table?.thread(row) ?? 0,
      values: fields.map((field, at) => valueText(table?.value(row, at) ?? null, field)),
    };
  });
}
