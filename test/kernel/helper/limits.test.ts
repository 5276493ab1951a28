import { spawn, type ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stopped } from '../../../src/protocol/limits';
import type { Probe } from '../../../src/protocol/probes';
import { until } from '../../rigs/poll';
import { attach } from './support/attach';
import { eachWithHelper } from './support/eachWithHelper';
import type { RunningHelper } from './support/runningHelper';
import type { Target, UprobeRequest } from './support/target';

/** Calls of an endless run, as far as a test goes. */
const FOR_EVER = 2_000_000_000;
let target: Target;
let helper: RunningHelper;
let told: Stopped[];
const children: ChildProcess[] = [];

eachWithHelper(rig => {
  ({ target, helper } = rig);
});
beforeEach(() => {
  told = [];
  helper.client.onNotification('stopped', stopped => told.push(stopped));
});
afterEach(() => {
  children.splice(0).forEach(child => child.kill('SIGKILL'));
});

async function attachTo(changes: Partial<UprobeRequest>): Promise<Probe> {
  return attach(helper, await target.probe(changes));
}

function runForEver(): ChildProcess {
  const child = spawn(target.path, [`${FOR_EVER}`], { stdio: 'ignore' });
  children.push(child);
  return child;
}

async function hits(handle: number): Promise<number> {
  const { counts } = await helper.client.request('hits', {});
  return Number(counts.find(count => count.handle === handle)?.hits);
}

async function isArmed(handle: number): Promise<boolean> {
  const { probes } = await helper.client.request('list', {});
  return probes.find(probe => probe.handle === handle)!.enabled;
}

const stopped = (handle: number): Promise<Stopped> =>
  until(`probe ${handle} is stopped`, () => told.find(one => one.handle === handle));

describe('the time of a probe', () => {
  it('ends it, with its hits kept, and begins anew when it is armed again', async () => {
    const { handle } = await attachTo({ limits: { ttlSeconds: 1 } });
    await target.run(5);
    expect(await stopped(handle)).toEqual({ handle, reason: 'expired' });
    expect(await isArmed(handle)).toBe(false);
    await target.run(5);
    expect(await hits(handle)).toBe(5);

    told.length = 0;
    await helper.client.request('enable', { handles: [handle] });
    await target.run(5);
    expect(told).toEqual([]);
    await stopped(handle);
    expect(await hits(handle)).toBe(10);
  });

  it('is made longer in place', async () => {
    const kept = await attachTo({ limits: { ttlSeconds: 1 } });
    const { results } = await helper.client.request('extend', {
      handles: [kept.handle],
      seconds: 3600,
    });
    expect(results).toEqual([{ ok: true }]);
    // Armed later, and over before it.
    const ended = await attachTo({ label: 'short', limits: { ttlSeconds: 1 } });
    await stopped(ended.handle);
    expect(told.map(({ handle }) => handle)).toEqual([ended.handle]);
    expect(await isArmed(kept.handle)).toBe(true);
  });

  it('does not run out for what was stopped or removed before', async () => {
    const off = await attachTo({ limits: { ttlSeconds: 1 } });
    const gone = await attachTo({ label: 'gone', limits: { ttlSeconds: 1 } });
    await helper.client.request('disable', { handles: [off.handle] });
    await helper.client.request('remove', { handles: [gone.handle] });
    const ended = await attachTo({ label: 'short', limits: { ttlSeconds: 1 } });
    await stopped(ended.handle);
    expect(told.map(({ handle }) => handle)).toEqual([ended.handle]);
  });
});

describe('a probe for so many hits', () => {
  it('stops after them, also when they are set while it counts', async () => {
    const first = await attachTo({ limits: { maxHits: 100 } });
    expect(first.limits).toEqual({ maxHits: 100 });
    await until('it counts', async () => {
      await target.run(40);
      return told.length > 0;
    });
    expect(told).toEqual([{ handle: first.handle, reason: 'hits' }]);
    expect(await hits(first.handle)).toBeGreaterThanOrEqual(100);

    const later = await attachTo({ label: 'later' });
    await target.run(1000);
    await helper.client.request('limit', { handles: [later.handle], maxHits: 50 });
    const before = await hits(later.handle);
    await until('it counts', async () => {
      await target.run(20);
      return told.length > 1;
    });
    expect(await hits(later.handle)).toBeGreaterThanOrEqual(before + 50);
  });
});

describe('a probe over its budget', () => {
  it('is stopped while it is hit, and what is hit less stays', async () => {
    const hot = await attachTo({ limits: { hitsPerSecond: 20_000 } });
    const calm = await attachTo({
      label: 'rest',
      offset: `0x${target.offset('rest').toString(16)}`,
      limits: { hitsPerSecond: 20_000 },
    });
    const child = runForEver();
    const { reason, hitsPerSecond } = await stopped(hot.handle);
    expect(reason).toBe('budget');
    expect(hitsPerSecond).toBeGreaterThan(20_000);
    const counted = await hits(hot.handle);
    // 100 ms of it were enough; it would take the program half an hour to its end.
    expect(counted).toBeGreaterThan(1000);
    expect(counted).toBeLessThan(FOR_EVER / 100);
    expect(child.exitCode).toBeNull();
    await target.run(100_000);
    expect(await hits(hot.handle)).toBe(counted);
    expect(await isArmed(calm.handle)).toBe(true);
    expect(told).toHaveLength(1);
  });

  it('is armed again with its budget lifted, and then stays', async () => {
    const { handle } = await attachTo({ limits: { hitsPerSecond: 1000, ttlSeconds: 3600 } });
    runForEver();
    await stopped(handle);
    await helper.client.request('limit', { handles: [handle], hitsPerSecond: null });
    await helper.client.request('enable', { handles: [handle] });
    const before = await hits(handle);
    await until('it was hit far more', async () => (await hits(handle)) > before + 50_000);
    expect(await isArmed(handle)).toBe(true);
    expect(told).toHaveLength(1);
    const { probes } = await helper.client.request('list', {});
    expect(probes[0]?.limits).toEqual({ ttlSeconds: 3600 });
  });

  it('does not wait for a request that takes long', async () => {
    const hot = await attachTo({ limits: { hitsPerSecond: 1000 } });
    const probes = await Promise.all(
      Array.from({ length: 40 }, (_, n) => target.probe({ label: `more ${n}` })),
    );
    const { results } = await helper.client.request('create', { probes });
    const handles = results.flatMap(result => (result.ok ? result.probe.handle : []));
    const order: string[] = [];
    helper.client.onNotification('stopped', ({ handle }) => order.push(`stopped ${handle}`));
    // Each takes a grace period of the kernel, 25 ms and more.
    const disabled = helper.client.request('disable', { handles });
    runForEver();
    expect((await disabled).results).toHaveLength(40);
    order.push('answer');
    expect(order).toEqual([`stopped ${hot.handle}`, 'answer']);
  });
});
