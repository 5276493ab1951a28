import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, rmdir, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Probe } from '../../../src/protocol/probes';
import { until } from '../../rigs/poll';
import { attach } from './support/attach';
import { builtHelper, removeHelper } from './support/builtHelper';
import { Captured } from './support/captured';
import { leftOf } from './support/kernelState';
import { printedBy, printedRows, storeOf } from './support/printedRows';
import { RunningHelper } from './support/runningHelper';
import { Target } from './support/target';

const TRACEFS = '/sys/kernel/tracing';
const OTHER = `${TRACEFS}/instances/recorder_p${process.pid}`;
let file: string;
let target: Target;
let helper: RunningHelper;
let instance: string;
let frozen: string[];
let held = { events: 0, seconds: 0 };

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
  instance = (await helper.hello()).instance!;
  frozen = [];
  helper.client.onNotification('frozen', ({ by, events, seconds }) => {
    frozen.push(by);
    held = { events, seconds };
  });
});
afterEach(async () => {
  expect(await helper.close()).toBe(0);
  expect(await leftOf(instance)).toEqual([]);
});

/** A file of the helper's instance. */
const inInstance = (name: string): Promise<string> =>
  readFile(`${TRACEFS}/instances/${instance}/${name}`, 'latin1');
const triggerOf = ({ group, event }: Probe): Promise<string> =>
  inInstance(`events/${group.name}/${event}/trigger`);

const work = async (): Promise<Probe> =>
  attach(helper, await target.probe({ args: [{ name: 'n', fetch: '%di', type: 's32' }] }));

async function run(count: number): Promise<void> {
  // On one CPU: each has a buffer of its own, which holds what happened there.
  const argv = ['-c', '0', target.path, `${count}`];
  await once(spawn('taskset', argv, { stdio: 'ignore' }), 'exit');
}

async function alsoIn(folder: string, { group, event }: Probe, on: boolean): Promise<void> {
  const handle = await open(`${folder}/events/${group.name}/${event}/enable`, 'a');
  await handle.write(on ? '1' : '0');
  await handle.close();
}

describe('a flight recorder', () => {
  it('holds the calls up to the one its condition is true of, as the kernel prints them', async () => {
    const probe = await work();
    const recorded = await Captured.start(helper, 64, {
      mode: 'recorder',
      freeze: { handle: probe.handle, filter: 'n == 25000' },
    });
    await alsoIn(OTHER, probe, true);
    await run(30_000);
    await alsoIn(OTHER, probe, false);
    await until('it is frozen', () => frozen.length > 0);
    const cpus = await recorded.stop();
    expect(frozen).toEqual(['condition']);
    const { text } = await helper.client.request('format', { handle: probe.handle });
    const rows = printedRows(storeOf(recorded, text));
    expect(rows.at(-1)).toMatch(/ n=25000$/);
    const printed = (await printedBy(OTHER)).filter(line => line !== undefined);
    const end = printed.findIndex(line => line.endsWith(' n=25000')) + 1;
    expect(rows).toEqual(printed.slice(end - rows.length, end));
    // What was overwritten and what is here is all: nothing was read before.
    const overwritten = cpus.reduce((sum, { overrun }) => sum + Number(overrun), 0);
    expect(rows.length + overwritten).toBe(25_001);
    expect(rows.length).toBeGreaterThan(2000);
    expect(held.events).toBe(rows.length);
    expect(held.seconds).toBeGreaterThan(0);
    await writeFile(`${OTHER}/trace`, '');
  });

  it('reads nothing while it records, and says what it holds', async () => {
    await work();
    const recorded = await Captured.start(helper, 64, { mode: 'recorder' });
    await run(20_000);
    const facts = await helper.client.request('recorder', {});
    expect(facts).toMatchObject({ hasCondition: false });
    expect(facts.events).toBeGreaterThan(2000);
    expect(facts.events).toBeLessThan(20_000);
    expect(facts.seconds).toBeGreaterThan(0);
    expect(facts.seconds).toBeLessThan(20);
    const stats = await Promise.all([
      inInstance('per_cpu/cpu0/stats'),
      inInstance('per_cpu/cpu1/stats'),
    ]);
    expect(stats.map(text => /read events: (\d+)/.exec(text)?.[1])).toEqual(['0', '0']);
    expect(recorded.pages).toBe(0);
    await helper.client.request('freezeRecorder', {});
    await until('it says so', () => frozen.length > 0);
    expect(frozen).toEqual(['hand']);
    await run(10);
    await recorded.stop();
    expect(recorded.pages).toBeGreaterThan(0);
    // It begins anew, empty.
    const again = await Captured.start(helper, 64, { mode: 'recorder' });
    await again.stop();
    expect(again.pages).toBe(0);
  });

  it('says what the kernel says of a filter it does not accept, and leaves nothing', async () => {
    const probe = await work();
    const freeze = { handle: probe.handle, filter: 'm == 1' };
    await expect(Captured.start(helper, 1024, { mode: 'recorder', freeze })).rejects.toMatchObject({
      code: 'invalidInput',
      log: { text: 'Field not found', command: 'm == 1' },
    });
    expect(await triggerOf(probe)).toMatch(/^#/);
    expect(Number(await inInstance('buffer_size_kb'))).toBeLessThan(16);
    await expect(
      Captured.start(helper, 64, { freeze: { handle: probe.handle } }),
    ).rejects.toMatchObject({ code: 'badRequest' });
  });

  it('has its condition for as long as the probe is armed, and of what is captured alone', async () => {
    const args = [{ name: 'n', fetch: '%di', type: 's32' }];
    const probe = await attach(helper, await target.probe({ args, filter: 'n > 5' }));
    const { handle } = probe;
    const choice = { mode: 'recorder', freeze: { handle, filter: 'n < 9' } } as const;
    const recorded = await Captured.start(helper, 64, choice);
    expect(await triggerOf(probe)).toBe('traceoff:count=1 if (n > 5) && (n < 9)\n');
    await helper.client.request('disable', { handles: [handle] });
    expect(await triggerOf(probe)).toMatch(/^#/);
    await helper.client.request('enable', { handles: [handle] });
    expect((await helper.client.request('recorder', {})).hasCondition).toBe(true);
    await run(20);
    await until('it is frozen', () => frozen.length > 0);
    await recorded.stop();
    const { text } = await helper.client.request('format', { handle });
    expect(printedRows(storeOf(recorded, text))).toEqual([expect.stringMatching(/ n=6$/)]);
    expect(await triggerOf(probe)).toMatch(/^#/);
  });

  it('does not keep the probe of its condition from being removed', async () => {
    const { handle } = await work();
    const recorded = await Captured.start(helper, 64, { mode: 'recorder', freeze: { handle } });
    expect((await helper.client.request('remove', { handles: [handle] })).results).toEqual([
      { ok: true },
    ]);
    expect(await helper.client.request('recorder', {})).toMatchObject({ hasCondition: false });
    expect(frozen).toEqual([]);
    await recorded.stop();
  });

  it('goes on with another scope and another filter, which its condition has too', async () => {
    const probe = await work();
    const { handle } = probe;
    const recorded = await Captured.start(helper, 64, { mode: 'recorder', freeze: { handle } });
    for (const kind of ['all', 'mine', 'all'] as const) {
      await helper.client.request('scope', { scope: { kind } });
      await helper.client.request('filter', { handle, filter: `n > ${kind.length}` });
    }
    expect(await triggerOf(probe)).toBe('traceoff:count=1 if n > 3\n');
    expect(await helper.client.request('recorder', {})).not.toHaveProperty('frozen');
    // Longer than the kernel takes with what is put before it.
    const long = `n >${' '.repeat(4085)}1`;
    await expect(helper.client.request('filter', { handle, filter: long })).rejects.toMatchObject({
      code: 'invalidInput',
    });
    expect(await triggerOf(probe)).toBe('traceoff:count=1 if n > 3\n');
    expect((await helper.client.request('list', {})).probes[0]?.filter).toBe('n > 3');
    expect(frozen).toEqual([]);
    await recorded.stop();
  });

  it('has what it overwrote counted, though the removal of a probe sets the kernel’s counters back', async () => {
    await work();
    const { handle } = await work();
    const recorded = await Captured.start(helper, 8, { mode: 'recorder' });
    await run(2000);
    const overrun = async (): Promise<number> =>
      (await helper.client.request('captureCounts', {})).cpus.reduce(
        (sum, cpu) => sum + Number(cpu.overrun),
        0,
      );
    const before = await overrun();
    expect(before).toBeGreaterThan(0);
    await helper.client.request('remove', { handles: [handle] });
    expect(await overrun()).toBe(before);
    await recorded.stop();
  });

  it('is frozen by whoever switches its instance off', async () => {
    await work();
    const recorded = await Captured.start(helper, 64, { mode: 'recorder' });
    await run(5);
    await writeFile(`${TRACEFS}/instances/${instance}/tracing_on`, '0');
    await until('that is seen', () => frozen.length > 0);
    expect(frozen).toEqual(['other']);
    await recorded.stop();
    expect(recorded.pages).toBeGreaterThan(0);
  });
});
