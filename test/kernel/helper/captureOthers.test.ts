import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { appendFile, open, readdir, readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Pause } from '../../../src/protocol/capture';
import type { Probe } from '../../../src/protocol/probes';
import { until } from '../../rigs/poll';
import { attach } from './support/attach';
import { Captured } from './support/captured';
import { eachWithHelper } from './support/eachWithHelper';
import type { RunningHelper } from './support/runningHelper';
import type { Target } from './support/target';

const PAGE = 4096;

let target: Target;
let helper: RunningHelper;
let folder: string;
let probe: Probe;

eachWithHelper(rig => {
  ({ target, helper } = rig);
  folder = `/sys/kernel/tracing/instances/${rig.instance}`;
});
beforeEach(async () => {
  probe = await attach(helper, await target.probe());
});

async function write(name: string, value: string, flags = constants.O_APPEND): Promise<void> {
  const handle = await open(`${folder}/${name}`, constants.O_WRONLY | flags);
  await (value === '' ? undefined : handle.write(value));
  await handle.close();
}

/** Does something while the probed function is called all the time; `isCaptured` waits for more of the calls. */
async function whileCalled(
  captured: Captured,
  change: (isCaptured: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const child = spawn(target.path, ['2000000000'], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const isCaptured = (): Promise<unknown> => {
    const { pages } = captured;
    return until('calls are captured', () => captured.pages > pages);
  };
  try {
    await isCaptured();
    await change(isCaptured);
    await isCaptured();
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

async function pauses(): Promise<readonly Pause[]> {
  return (await helper.client.request('captureCounts', {})).pauses;
}

/** As another tool does, which may: it is disarmed. */
async function removeAnother(): Promise<void> {
  const offset = `0x${target.offset('rest').toString(16)}`;
  const other = await attach(helper, await target.probe({ offset }));
  await helper.client.request('disable', { handles: [other.handle] });
  await appendFile('/sys/kernel/tracing/uprobe_events', `-:${other.group.name}/${other.event}\n`);
}

describe('what another program does to the buffer of a capture', () => {
  it('is told: what it throws away, and when it lets no event in', async () => {
    const captured = await Captured.start(helper, 8192);
    const told: string[] = [];
    const cpus = await readFile(`${folder}/tracing_cpumask`, 'latin1');
    const changes: readonly (readonly [() => Promise<void>, (() => Promise<void>)?])[] = [
      [removeAnother],
      [() => write('trace', '', constants.O_TRUNC)],
      [() => write('trace_clock', 'mono')],
      [() => write('buffer_size_kb', '4096')],
      [() => write('tracing_on', '0'), () => write('tracing_on', '1')],
      [() => write('tracing_cpumask', '0'), () => write('tracing_cpumask', cpus)],
    ];
    await whileCalled(captured, async isCaptured => {
      for (const [change, undo] of changes) {
        await isCaptured();
        const known = (await pauses()).reduce((sum, { times }) => sum + times, 0);
        await change();
        await until('it is told', async () => {
          const all = await pauses();
          return all.reduce((sum, { times }) => sum + times, 0) > known;
        });
        told.push((await pauses()).map(({ cause, times }) => `${cause} ${times}`).join());
        await undo?.();
      }
    });
    expect(told).toEqual([
      'emptied 1',
      'emptied 2',
      'emptied 3',
      'emptied 3,resize 1',
      'emptied 3,resize 1,shut 1',
      'emptied 3,resize 1,shut 2',
    ]);
    const end = await captured.end();
    expect(end.pauses.map(({ times, ms }) => [times, ms > 0])).toEqual([
      [3, true],
      [1, true],
      [2, true],
    ]);
    // The kernel counts what was read in another way.
    expect(end.cpus.filter(({ taken }) => taken !== undefined)).toEqual([]);
  });

  it('is told of a recorder too, with as long as it had kept', async () => {
    const captured = await Captured.start(helper, 8192, { mode: 'recorder' });
    const { counts } = await helper.client.request('hits', {});
    await target.run(100);
    const before = process.hrtime.bigint();
    await until('they are held', async () => {
      const { events } = await helper.client.request('recorder', {});
      return events === 100 && (await pauses()).length === 0;
    });
    await write('trace', '', constants.O_TRUNC);
    await until('it is told', async () => (await pauses()).length > 0);
    const { pauses: told } = await captured.end();
    expect(told).toMatchObject([{ cause: 'emptied', times: 1 }]);
    expect(told[0]!.ms).toBeGreaterThan(Number(process.hrtime.bigint() - before) / 1e6 - 2000);
    expect(await captured.hits(counts[0]!.handle, probe.eventId)).toEqual(new Map());
  });

  it('is counted where it reads events away', async () => {
    const captured = await Captured.start(helper, 8192);
    let stop = false;
    const reading = readAll(() => stop);
    const child = spawn(target.path, ['20000'], { stdio: 'ignore' });
    await once(child, 'exit');
    stop = true;
    const pagesTaken = await reading;
    const { cpus, pauses: told } = await captured.end();
    expect(told).toEqual([]);
    const taken = cpus.reduce((sum, cpu) => sum + Number(cpu.taken ?? 0), 0);
    const hits = await captured.hits(probe.handle, probe.eventId);
    expect(pagesTaken).toBeGreaterThan(0);
    expect((hits.get(child.pid!) ?? 0) + taken).toBe(20_000);
  });

  it('ends it, with the reason, where times would be those of another clock', async () => {
    const captured = await Captured.start(helper, 8192);
    await whileCalled(captured, () => Promise.resolve());
    await write('trace_clock', 'counter');
    await target.run(1000);
    const ended = (): Promise<string> => pauses().then(() => '', String);
    await until('it is over', async () => (await ended()) !== '');
    expect(await ended()).toMatch(/ended by itself \(Another program changed .*clock to "counter"/);
    const { layout, frames } = captured;
    const times = frames.map(({ pages }) => pages.readBigUInt64LE(layout.timestampOffset));
    expect(times.filter(time => time < 1_000_000n)).toEqual([]);
    expect(await readFile(`${folder}/tracing_on`, 'latin1')).toBe('0\n');
  });
});

/** Reads pages until it is to stop, as fast as it can with turns for others; returns how many. */
async function readAll(isOver: () => boolean): Promise<number> {
  const cpus = await readdir(`${folder}/per_cpu`);
  const flags = constants.O_RDONLY | constants.O_NONBLOCK;
  const fds = cpus.map(cpu => openSync(`${folder}/per_cpu/${cpu}/trace_pipe_raw`, flags));
  const page = Buffer.alloc(PAGE);
  let count = 0;
  while (!isOver()) {
    for (const fd of fds) {
      count += isRead(fd, page) ? 1 : 0;
    }
    await new Promise(setImmediate);
  }
  fds.forEach(closeSync);
  return count;
}

function isRead(fd: number, page: Buffer): boolean {
  try {
    return readSync(fd, page) > 0;
  } catch {
    return false;
  }
}
