import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Pause } from '../../../src/protocol/capture';
import type { Probe } from '../../../src/protocol/probes';
import { until } from '../../rigs/poll';
import { attach } from './support/attach';
import { Captured } from './support/captured';
import { eachWithHelper } from './support/eachWithHelper';
import { leftOf } from './support/kernelState';
import { storeOf } from './support/printedRows';
import type { RunningHelper } from './support/runningHelper';
import type { Target } from './support/target';

const args = [{ name: 'n', fetch: '%di', type: 's32' }] as const;
let target: Target;
let helper: RunningHelper;
let instance: string;

eachWithHelper(rig => {
  ({ target, helper, instance } = rig);
});
afterEach(async () => {
  expect(await helper.close()).toBe(0);
  expect(await leftOf(instance)).toEqual([]);
});

const work = async (filter?: string): Promise<Probe> =>
  attach(helper, await target.probe({ args: [...args], ...(filter !== undefined && { filter }) }));

interface Span {
  /** ns of CLOCK_MONOTONIC, which is the capture's clock. */
  readonly from: number;
  readonly to: number;
}

/** Calls `work(0)`, `work(1)` and so on while `change` is under way; returns when that was. */
async function whileCalled(change: () => Promise<unknown>): Promise<Span> {
  const child = spawn(target.path, ['2000000000'], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    const { counts } = await helper.client.request('hits', {});
    const isCalled = async (): Promise<boolean> =>
      (await helper.client.request('hits', {})).counts[0]?.hits !== counts[0]?.hits;
    await until('it is called', isCalled);
    const from = Number(process.hrtime.bigint());
    await change();
    const to = Number(process.hrtime.bigint());
    await until('it is called still', isCalled);
    return { from, to };
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

interface Gap extends Span {
  readonly calls: number;
}

/** Where numbers are missing in what was captured of the calls, and what a captured call takes at least, in ns. */
async function gaps(
  captured: Captured,
  { handle }: Probe,
): Promise<{ readonly gaps: Gap[]; readonly rows: number; readonly callNs: number }> {
  const { text } = await helper.client.request('format', { handle });
  const store = storeOf(captured, text);
  const [table] = store.tables;
  const column = table!.format.fields.findIndex(({ name }) => name === 'n');
  const found: Gap[] = [];
  let callNs = Infinity;
  for (let at = 0, next = 0, from = 0; at < store.order.end; at++) {
    const n = Number(table!.value(store.order.row(at), column));
    const to = Number(store.epoch) + store.order.time(at);
    if (n !== next) {
      found.push({ calls: n - next, from, to });
    } else {
      callNs = Math.min(callNs, to - from);
    }
    [next, from] = [n + 1, to];
  }
  return { gaps: found, rows: store.order.end, callNs };
}

/**
 * What is missing went missing during the change, in pauses that are told: no more of them, of no less time than the
 * calls took. How far apart the events around a gap are proves nothing: the program may not have run before it.
 */
async function expectTold(
  captured: Captured,
  probe: Probe,
  pauses: readonly Pause[],
  change: Span,
): Promise<Gap[]> {
  const { gaps: found, rows, callNs } = await gaps(captured, probe);
  expect(rows).toBeGreaterThan(0);
  expect(found.length).toBeLessThanOrEqual(pauses.reduce((sum, { times }) => sum + times, 0));
  expect(found.filter(({ from, to }) => to < change.from || from > change.to)).toEqual([]);
  const told = pauses.reduce((sum, { ms }) => sum + ms, 0);
  expect(told).toBeLessThanOrEqual((change.to - change.from) / 1e6);
  // A breakpoint whose event is not written costs most of what it does otherwise.
  const calls = found.reduce((sum, gap) => sum + gap.calls, 0);
  expect((calls * callNs) / 4 / 1e6).toBeLessThanOrEqual(told);
  return found;
}

const timesOf = (pauses: readonly Pause[], cause: Pause['cause']): number =>
  pauses.find(pause => pause.cause === cause)?.times ?? 0;

describe('while calls are captured', () => {
  it('the removal of probes loses those of its pauses, which are told, and no other', async () => {
    const probe = await work();
    const others: number[] = [];
    for (const enable of [true, true, true, false]) {
      const offset = `0x${target.offset('rest').toString(16)}`;
      others.push((await attach(helper, await target.probe({ offset, enable }))).handle);
    }
    const captured = await Captured.start(helper, 8192);
    const change = await whileCalled(async () => {
      const { results } = await helper.client.request('remove', { handles: others });
      expect(results).toEqual(others.map(() => ({ ok: true })));
    });
    const { cpus, pauses } = await captured.end();
    expect(cpus.map(({ overrun, dropped, discarded }) => [overrun, dropped, discarded])).toEqual(
      cpus.map(() => ['0x0', '0x0', 0]),
    );
    // Of the one that was never armed the kernel takes no notice here.
    expect(pauses).toMatchObject([{ cause: 'remove', times: 3 }]);
    // Each takes some 20 ms; other changes may be over before the program runs again.
    expect(await expectTold(captured, probe, pauses, change)).not.toEqual([]);
  });

  it('so do other filters and scopes', async () => {
    const probe = await work('n >= 0');
    const captured = await Captured.start(helper, 8192);
    const change = await whileCalled(async () => {
      await helper.client.request('filter', { handle: probe.handle, filter: 'n > -1' });
      await helper.client.request('scope', { scope: { kind: 'all' } });
      await helper.client.request('filter', { handle: probe.handle, filter: 'n != -1' });
    });
    const { pauses } = await captured.end();
    expect([timesOf(pauses, 'filter'), timesOf(pauses, 'scope')]).toEqual([2, 1]);
    await expectTold(captured, probe, pauses, change);
  });

  it('a word that ends them holds, whatever pauses are under way', async () => {
    const others: number[] = [];
    for (let index = 0; index < 3; index++) {
      others.push((await work('n >= 0')).handle);
    }
    const recorded = await Captured.start(helper, 64, { mode: 'recorder' });
    const frozen: string[] = [];
    helper.client.onNotification('frozen', ({ by }) => frozen.push(by));
    const tracingOn = (): Promise<string> =>
      readFile(`/sys/kernel/tracing/instances/${instance}/tracing_on`, 'latin1');
    const removal = helper.client.request('remove', { handles: others });
    const freeze = helper.client.request('freezeRecorder', {});
    await removal;
    // No later pause's end lets events in.
    expect(await tracingOn()).toBe('0\n');
    await freeze;
    await until('it is frozen', () => frozen.length > 0);
    expect(frozen).toEqual(['hand']);
    await recorded.end();
  });
});
