import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, rmdir, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseEventFormat } from '../../../src/events/eventFormat';
import { EventStore } from '../../../src/events/eventStore';
import { TraceText } from '../../../src/events/text/traceText';
import { valueText } from '../../../src/events/valueText';
import type { Argument, Probe } from '../../../src/protocol/probes';
import { attach } from './support/attach';
import { builtHelper, removeHelper } from './support/builtHelper';
import { Captured } from './support/captured';
import { RunningHelper } from './support/runningHelper';
import { Target } from './support/target';

const OTHER = `/sys/kernel/tracing/instances/decoded_p${process.pid}`;
let file: string;
let target: Target;
let helper: RunningHelper;

beforeAll(async () => {
  file = await builtHelper();
  target = await Target.compile();
  await mkdir(OTHER);
});
afterAll(async () => {
  await rmdir(OTHER);
  await Promise.all([target.remove(), removeHelper(file)]);
});
beforeEach(async () => {
  helper = new RunningHelper(file);
  await helper.hello();
});
afterEach(() => helper.close());

/** Every kind of value that a probe's argument may have. */
const ARGUMENTS: readonly Argument[] = [
  { name: 'n', fetch: '%di', type: 's32' },
  { name: 'u', fetch: '%di', type: 'u8' },
  { name: 'hex', fetch: '%di', type: 'x64' },
  { name: 'minus', fetch: '\\-3', type: 's64' },
  { name: 'big', fetch: '\\-1', type: 'u64' },
  { name: 'half', fetch: '%di', type: 'x16' },
  { name: 'bits', fetch: '%di', type: 'b4@0/32' },
  { name: 'letter', fetch: '\\65', type: 'char' },
  { name: 'name', fetch: '$comm', type: 'string' },
  { name: 'bad', fetch: '+0(\\0)', type: 'ustring' },
  { name: 'stack', fetch: '+0(%sp)', type: 'x8[8]' },
  { name: 'words', fetch: '+0(%sp)', type: 's16[4]' },
];

/** Switches the event in an instance of the test's own as well. */
async function alsoIn(folder: string, { group, event }: Probe, on: boolean): Promise<void> {
  const handle = await open(`${folder}/events/${group.name}/${event}/enable`, 'a');
  await handle.write(on ? '1' : '0');
  await handle.close();
}

describe('decoded events', () => {
  it('are row by row what the kernel prints of the same calls', async () => {
    const probe = await attach(helper, await target.probe({ args: [...ARGUMENTS] }));
    const captured = await Captured.start(helper, 8192);
    await alsoIn(OTHER, probe, true);
    const child = spawn(target.path, ['700'], { stdio: 'ignore' });
    await once(child, 'exit');
    await alsoIn(OTHER, probe, false);
    await captured.stop();
    const lines = (await readFile(`${OTHER}/trace`, 'utf8'))
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'));
    const printed = lines.map(line =>
      / (\w+): \(0x[0-9a-f]+\) (.*)$/.exec(line)?.slice(1).join(': '),
    );
    expect(printed).toHaveLength(700);

    const { text: description } = await helper.client.request('format', { handle: probe.handle });
    const store = new EventStore(captured.layout, 1_000_000);
    store.addFormat(parseEventFormat(description)!);
    captured.frames.forEach(({ cpu, pages }) => store.add(cpu, pages));
    store.flush();
    const [table] = store.tables;
    const rows = Array.from({ length: store.order.end }, (_, position) => {
      const row = store.order.row(position);
      const values = table!.format.fields
        .map((field, column) => `${field.name}=${valueText(table!.value(row, column), field)}`)
        .filter(value => !value.startsWith('__probe_ip'));
      return `${table!.format.name}: ${values.join(' ')}`;
    });
    expect(rows).toEqual(printed);
    // The other instance has a clock of its own, and flags are not shown.
    const withoutTime = (line: string) => line.replace(/\](?: \S{5})? +\d+\.\d{6}:/, ']:');
    const text = new TraceText(store, () => target.path.split('/').at(-1)!.slice(0, 15));
    const made = Buffer.from(text.lines(0, 700)).toString('latin1').trimEnd().split('\n');
    expect(made.map(withoutTime)).toEqual(lines.map(withoutTime));
    const times = Array.from({ length: 700 }, (_, position) => store.order.time(position));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(Array.from(times.keys(), at => table!.thread(store.order.row(at))))).toEqual(
      new Set([child.pid]),
    );
    expect(store.losses).toEqual({ missed: 0, badPages: 0, unknown: 0, dropped: 0 });
    await writeFile(`${OTHER}/trace`, '');
  });
});
