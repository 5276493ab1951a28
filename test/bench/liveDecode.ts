import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { EventStore } from '../../src/events/eventStore';
import { TraceText } from '../../src/events/text/traceText';
import type { HotProgram } from './hotProgram';
import { type LiveEvent } from './liveEvent';
import { childrenCpu, ownCpu } from './cpuTime';
import { installedTools, type LiveTool } from './liveTools';
import { atLeast, judge, Table } from './table';

const EVENTS = 200_000;
const ROUNDS = 5;
/** Rounds before that are not counted: V8 compiles what runs often. */
const WARM_UP = 3;
/** Lines that are put together at once. */
const LINES = 2000;

/** `cat` never ends on a pipe that may get more: `head` reads as it does, and ends. */
const CAT = 'cat trace_pipe';
const OURS = {
  rows: 'pages to rows and counts',
  text: 'pages to rows to text',
  counts: 'pages to counts, 1 row of 64',
} as const;

/**
 * The same number of events, by the kernel's own text, by other tools and by its pages, one after the other. What
 * counts is CPU time, as each is bound by it: other programs on the machine change the clock's much more.
 */
export async function liveDecode(program: HotProgram, event: LiveEvent, folder: string) {
  const table = new Table(`CPU for decoding ${EVENTS} events`, CAT);
  const tools = installedTools();
  const stops: number[] = [];
  for (let round = 0; round < WARM_UP; round++) {
    await record(program, event);
    await decode(OURS.text, event);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const reader of [CAT, ...Object.values(OURS)]) {
      stops.push(await record(program, event));
      const start = ownCpu() + childrenCpu();
      await (reader === CAT ? headPipe(event) : decode(reader, event));
      table.add(reader, ownCpu() + childrenCpu() - start);
    }
    for (const tool of tools) {
      const took = await timeTool(tool, program, event, folder);
      if (took === undefined) {
        // It reads about all events of the machine, which other programs remove meanwhile.
        process.stdout.write(`${tool.name}: failed in round ${round + 1}, not compared\n`);
      } else {
        table.add(tool.name, took);
      }
    }
  }
  table.print();
  judge('decode-rows/cat-trace_pipe', table.ratio(OURS.rows), 1 / 10);
  judge('decode-text/cat-trace_pipe', table.ratio(OURS.text), 1 / 4);
  atLeast('counts-M-events/s', EVENTS / 1000 / table.median(OURS.counts), 1);
  judge('stop-ms', stops.toSorted((a, b) => a - b)[stops.length >> 1] ?? NaN, 5);
}

/** Lets the program run with the probe armed; returns how long the stop took that the user sees, ms. */
async function record(program: HotProgram, event: LiveEvent): Promise<number> {
  await event.instance.setTracingOn(true);
  await event.switch(true);
  spawnSync(program.path, [String(EVENTS)]);
  const start = performance.now();
  await event.instance.setTracingOn(false);
  const took = performance.now() - start;
  await event.switch(false);
  return took;
}

async function headPipe({ instance }: LiveEvent): Promise<void> {
  const pipe = join(instance.folder, 'trace_pipe');
  await once(spawn('head', ['-n', String(EVENTS), pipe], { stdio: 'ignore' }), 'exit');
}

async function decode(reader: string, event: LiveEvent): Promise<void> {
  const store = event.store(EVENTS * 2);
  store.sampling.parts = reader === OURS.counts ? 64 : 1;
  await event.drain(store);
  const { of, kept } = store.sampling;
  const counted = store.aggregate.facts('event', 1, () => '')?.count;
  const expected = reader === OURS.counts ? counted : kept;
  if (of !== EVENTS || counted !== EVENTS || expected !== EVENTS) {
    throw new Error(`${of} of ${EVENTS} events came, ${kept} became rows`);
  }
  if (reader === OURS.text) {
    render(store);
  }
}

/** Every event as the kernel would print it. */
function render(store: EventStore): void {
  const text = new TraceText(store, () => 'hot');
  const { first, end } = store.order;
  let bytes = 0;
  for (let from = first; from < end; from += LINES) {
    bytes += text.lines(from, Math.min(end, from + LINES)).length;
  }
  // Some 80 bytes a line.
  if (bytes < EVENTS * 60) {
    throw new Error(`${bytes} bytes were rendered`);
  }
}

async function timeTool(
  tool: LiveTool,
  program: HotProgram,
  event: LiveEvent,
  folder: string,
): Promise<number | undefined> {
  const file = join(folder, 'recorded');
  await tool.record({ program: program.path, events: EVENTS, event, file });
  const [command = '', ...args] = tool.print(file);
  const start = childrenCpu();
  const { status } = spawnSync(command, args, { stdio: 'ignore' });
  return status === 0 ? childrenCpu() - start : undefined;
}
