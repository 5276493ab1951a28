import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CreateProbe, Probe } from '../../../src/protocol/probes';
import type { RecordedSite } from '../../../src/events/recording/recordedSites';
import { EventService } from '../../../src/workers/eventService';
import type { EventSchema } from '../../../src/workers/eventMessages';
import { ThreadNames } from '../../../src/workers/threadNames';
import { until } from '../../rigs/poll';
import { attach } from './support/attach';
import { builtHelper, removeHelper } from './support/builtHelper';
import { callerRig } from './support/callerRig';
import { CallersTarget } from './support/callersTarget';
import { RunningHelper } from './support/runningHelper';

let file: string;
let helper: RunningHelper;
let target: CallersTarget;

beforeAll(async () => {
  file = await builtHelper();
  target = await CallersTarget.compile(['-pie', '-fPIE', '-fno-omit-frame-pointer']);
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

/** Where the first event's caller is. */
function callerAt([schema]: readonly EventSchema[]): number {
  return schema?.fields.findIndex(({ name }) => name === 'caller') ?? -1;
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

describe('stacks that were recorded', () => {
  it('of a program are the functions that its calls went through, one by one and as a tree', async () => {
    await helper.hello();
    const create = { ...(await target.request('uprobe')), stacks: true as const };
    const rig = await callerRig(helper, create, await target.code('uprobe'));
    const child = await target.start();
    await until('all calls are here', async () => {
      rig.pump();
      return (await rig.callers()).length === 4;
    });
    const exited = once(child, 'exit');
    child.stdin!.end();
    await exited;
    const naming = rig.name();
    const stacks = async (): Promise<string[][]> =>
      Promise.all(
        [0, 1, 2, 3].map(async index => {
          const [stack, ...others] = await rig.request('stacksOf', { index });
          expect([stack?.isKernel, others]).toEqual([false, []]);
          return stack!.frames.map(frame =>
            frame.replace(/\+0x\w+/, '').replace(/ \w+\.c:\d+$/, ''),
          );
        }),
      );
    await until('the functions have names', async () =>
      (await stacks()).every(frames => frames.includes('main (calls)')),
    );
    // The library has no frame pointer chain of its own to break: its caller's is followed.
    expect((await stacks()).map(frames => frames.slice(0, 3))).toEqual([
      ['work (calls)', 'first (calls)', 'main (calls)'],
      ['work (calls)', 'second (calls)', 'main (calls)'],
      ['work (calls)', 'relay (librelay.so)', 'main (calls)'],
      ['work (calls)', 'main (calls)', expect.any(String)],
    ]);
    const { schema } = rig;
    const callers = await rig.request('stackTree', { schema, direction: 'callers' });
    expect(callers).toMatchObject({ strays: 0, others: 0, tree: { count: 4 } });
    const [work] = callers!.tree.children;
    expect(work).toMatchObject({ name: 'work (calls)', count: 4 });
    expect(work!.children.map(({ name, count }) => [name, count])).toEqual(
      ['first (calls)', 'second (calls)', 'relay (librelay.so)', 'main (calls)'].map(name => [
        name,
        1,
      ]),
    );
    const path = join(target.folder, 'stacks.probescope');
    await rig.request('save', { path, kind: 'recording', masked: [], labels: [], lost: 0 });
    const again = new EventService(new ThreadNames(() => Promise.resolve(undefined))).handlers;
    await again.openRecording({ path, capacity: 1000 }, { progress: () => undefined });
    for (const index of [0, 1, 2, 3]) {
      const live = await rig.request('stacksOf', { index });
      // A recording has the lines of its stacks in their texts, and where they are.
      expect(again.stacksOf({ index })).toEqual(live);
      for (const frame of [undefined, 0, 1]) {
        const at = { index, ...(frame !== undefined && { frame }) };
        const site = await rig.request('callSite', at);
        expect(site).not.toBeNull();
        const { recorded, ...place } = again.callSite(at) as RecordedSite;
        expect(site).toMatchObject({ ...place, file: { path: recorded.path } });
      }
      expect(live[0]?.frames[0]).toMatch(/^work\+0x0 \(calls\) program\.c:\d+$/);
    }
    expect(await again.stackTree({ schema, direction: 'callers' })).toEqual(callers);
    expect(await rig.callers()).toEqual(
      again
        .rows({ from: 0, to: 4 })
        .rows.map(({ values }) => ({ caller: values[callerAt(again.schemas())] })),
    );
    await rig.captured.stop();
    await rig.end();
    await naming;
    expect(rig.errors).toEqual([]);
  });

  it('of the kernel have the names that it lists', async () => {
    await helper.hello();
    const rig = await callerRig(helper, {
      ...{ kind: 'tracepoint', label: 'exits', enable: true, stacks: true },
      ...{ system: 'sched', event: 'sched_process_exit' },
    });
    const child = spawn('/bin/true');
    await once(child, 'exit');
    await rig.captured.stop();
    rig.pump();
    const naming = rig.name();
    const { rows } = await rig.request('rows', { from: 0, to: 1000 });
    const { index } = rows.find(({ thread }) => thread === child.pid)!;
    const frames = async (): Promise<readonly string[]> => {
      const [stack] = await rig.request('stacksOf', { index });
      return stack?.isKernel ? stack.frames : [];
    };
    await until('the functions have names', async () =>
      (await frames()).some(frame => /^do_exit\+0x/.test(frame)),
    );
    await rig.end();
    await naming;
  });
});
