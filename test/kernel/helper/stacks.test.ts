import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CreateProbe, Probe } from '../../../src/protocol/probes';
import { attach } from './support/attach';
import { builtHelper, removeHelper } from './support/builtHelper';
import { CallersTarget } from './support/callersTarget';
import { RunningHelper } from './support/runningHelper';

let file: string;
let helper: RunningHelper;
let target: CallersTarget;

beforeAll(async () => {
  file = await builtHelper();
  target = await CallersTarget.compile(['-pie', '-fPIE']);
});
afterAll(() => Promise.all([target.remove(), removeHelper(file)]));
beforeEach(() => {
  helper = new RunningHelper(file);
});
afterEach(() => helper.close());

async function inInstance(path: string): Promise<string> {
  const { instance } = await helper.hello();
  return (await readFile(`/sys/kernel/tracing/instances/${instance!}/${path}`, 'utf8')).trim();
}

async function switched(probe: Probe, on: boolean): Promise<void> {
  const { results } = await helper.client.request('stacks', { handles: [probe.handle], on });
  expect(results).toEqual([{ ok: true }]);
}

describe('recording of stacks', () => {
  it("of a program is on while a probe that wants it is armed, in the helper's instance only", async () => {
    await helper.hello();
    const before = await readFile('/sys/kernel/tracing/options/userstacktrace', 'utf8');
    const option = (): Promise<string> => inInstance('options/userstacktrace');
    const request = await target.request('uprobe');
    const first = await attach(helper, { ...request, stacks: true });
    const second = await attach(helper, { ...request, label: 'again' });
    expect([first.stacks, second.stacks, await option()]).toEqual([true, undefined, '1']);
    await switched(second, true);
    await helper.client.request('disable', { handles: [first.handle] });
    expect(await option()).toBe('1');
    await switched(second, false);
    expect(await option()).toBe('0');
    await helper.client.request('enable', { handles: [first.handle] });
    expect(await option()).toBe('1');
    await helper.client.request('remove', { handles: [first.handle] });
    expect(await option()).toBe('0');
    expect(await readFile('/sys/kernel/tracing/options/userstacktrace', 'utf8')).toBe(before);
  });

  it('of the kernel is a trigger with the filter of the event, and gone when it is disarmed', async () => {
    await helper.hello();
    const request: CreateProbe = {
      ...{ kind: 'tracepoint', label: 'exits', enable: true, stacks: true },
      ...{ system: 'sched', event: 'sched_process_exit', filter: 'prio == 77' },
    };
    const probe = await attach(helper, request);
    const folder = 'events/sched/sched_process_exit';
    expect(await inInstance(`${folder}/trigger`)).toBe('stacktrace:unlimited if prio == 77');
    await helper.client.request('filter', { handle: probe.handle, filter: null });
    expect(await inInstance(`${folder}/trigger`)).toBe('stacktrace:unlimited');
    await helper.client.request('disable', { handles: [probe.handle] });
    expect(await inInstance(`${folder}/trigger`)).toMatch(/^# Available/);
    // Not `0*`, which is armed by a trigger.
    expect(await inInstance(`${folder}/enable`)).toBe('0');
  });
});
