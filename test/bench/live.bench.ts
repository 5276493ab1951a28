import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStore } from '../../src/events/eventStore';
import { parseEventFormat } from '../../src/events/eventFormat';
import { valueText } from '../../src/events/valueText';
import { parsePageLayout, Tracefs, type Instance } from '../../src/tracefs';
import { hotProgram, type HotProgram } from './hotProgram';
import { liveLoss } from './liveLoss';
import { judge, Table } from './table';

const EVENTS = 200_000;
const ROUNDS = 5;
/** Room for all events of a round, KiB per CPU. */
const BUFFER_KIB = 65_536;
const READERS = { text: 'head of trace_pipe', rows: 'pages to rows', rendered: 'pages to text' };

const folder = mkdtempSync(join(tmpdir(), 'probescope-live-'));
try {
  const program = await hotProgram(folder);
  await draining(program);
  await liveLoss(program);
} finally {
  rmSync(folder, { recursive: true });
}

/** The same events, by the kernel's own text and by its pages, one after the other. */
async function draining(program: HotProgram): Promise<void> {
  const tracefs = await Tracefs.discover();
  const group = `bench_live_p${process.pid}`;
  const event = await tracefs.createEvent({
    ...program.definition,
    group,
    event: 'hot',
  });
  const instance = await tracefs.createInstance(group);
  try {
    await instance.setBufferSize(BUFFER_KIB);
    const table = new Table(`draining ${EVENTS} events`, READERS.text);
    const stops: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const reader of Object.values(READERS)) {
        await instance.setTracingOn(true);
        await instance.setEnabled(group, 'hot', true);
        spawnSync(program.path, [String(EVENTS)]);
        const stop = performance.now();
        await instance.setTracingOn(false);
        stops.push(performance.now() - stop);
        await instance.setEnabled(group, 'hot', false);
        const start = performance.now();
        await drain(reader, instance, group);
        table.add(reader, performance.now() - start);
      }
    }
    table.print();
    judge('rows/trace_pipe', table.ratio(READERS.rows), 1 / 10);
    judge('text/trace_pipe', table.ratio(READERS.rendered), 1 / 4);
    judge('stop-ms', stops.toSorted((a, b) => a - b)[stops.length >> 1] ?? NaN, 5);
  } finally {
    await instance.remove();
    await event.close();
  }
}

async function drain(reader: string, instance: Instance, group: string): Promise<void> {
  if (reader === READERS.text) {
    const pipe = join(instance.folder, 'trace_pipe');
    const head = spawn('head', ['-n', String(EVENTS), pipe], { stdio: 'ignore' });
    await once(head, 'exit');
    return;
  }
  const { headerPage, headerEvent } = await instance.describePages();
  const layout = parsePageLayout(headerPage, headerEvent, true);
  const format = parseEventFormat(await instance.describeEvent(group, 'hot'));
  const store = new EventStore(layout, EVENTS * 2);
  if (format) {
    store.addFormat(format);
  }
  const cpus = await instance.openPages();
  const batch = Buffer.alloc(layout.size * 64);
  for (const cpu of cpus) {
    for (let count = 1; count > 0;) {
      count = 0;
      while (count < 64 && cpu.readInto(batch, count * layout.size, layout.size)) {
        count++;
      }
      store.add(cpu.cpu, batch.subarray(0, count * layout.size));
    }
    cpu.close();
  }
  store.flush();
  if (store.order.end !== EVENTS) {
    throw new Error(`${store.order.end} of ${EVENTS} events were read`);
  }
  if (reader === READERS.rendered) {
    render(store);
  }
}

/** Every event as the kernel would print it. */
function render(store: EventStore): void {
  let length = 0;
  const { order } = store;
  for (let position = order.first; position < order.end; position++) {
    const table = store.tables[order.table(position)];
    const row = order.row(position);
    const { fields = [] } = table?.format ?? {};
    let line = `${order.time(position)} ${table?.thread(row) ?? 0}`;
    for (let at = 0; at < fields.length; at++) {
      const field = fields[at];
      if (field) {
        line += ` ${field.name}=${valueText(table?.value(row, at) ?? null, field)}`;
      }
    }
    length += line.length;
  }
  if (length === 0) {
    throw new Error('Nothing was rendered');
  }
}
