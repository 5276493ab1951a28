import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ExpiryWatch } from '../../../../src/extension/session/expiryWatch';
import { LimitService } from '../../../../src/extension/session/limitService';
import type { OwnedProbe } from '../../../../src/extension/session/ownedProbe';
import { ProbeService } from '../../../../src/extension/session/probeService';
import type { StoppedBy } from '../../../../src/extension/session/ownLimits';
import { limitsOf } from '../../../../src/extension/session/probeLimits';
import { ProbeStore } from '../../../../src/extension/session/probeStore';
import { StoppedProbes } from '../../../../src/extension/session/stoppedProbes';
import { FakeHelper } from '../support/fakeHelper';
import { helperProbe, userRequest } from '../support/sampleProbes';

const settings = { timeToLive: 60, hitsPerSecond: 1000, cpuShare: 0 };
const allDone = ({ handles }: { handles: readonly number[] }) => ({
  results: handles.map(() => ({ ok: true as const })),
});

function windowOn(helper = new FakeHelper({ extend: allDone, limit: allDone })) {
  const store = new ProbeStore();
  const service = new ProbeService(
    { connected: () => Promise.resolve(helper), stopped: () => Promise.resolve() },
    store,
    {
      progress: work => work,
      failed: failures => {
        throw new Error(JSON.stringify(failures));
      },
      error: error => {
        throw error;
      },
    },
    undefined,
    request => limitsOf(request, settings, true),
  );
  const limits = new LimitService(
    () => helper,
    store,
    keys => service.start(keys),
  );
  return { helper, store, service, limits };
}

const lastCreated = (helper: FakeHelper): unknown =>
  (
    helper.asked.findLast(({ method }) => method === 'create')?.params as
      { probes: { limits?: unknown }[] } | undefined
  )?.probes[0]?.limits;

describe('the limits of probes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('are asked for with each probe', async () => {
    const { helper, service } = windowOn();
    await service.attach([userRequest('f')]);
    expect(lastCreated(helper)).toEqual({ ttlSeconds: 3600, hitsPerSecond: 1000 });
  });

  it('are lifted for good by Start Anyway, also where the probe is lost and made again', async () => {
    const { helper, store, service, limits } = windowOn();
    await service.attach([userRequest('f')]);
    const [{ key, probe }] = store.probes as [OwnedProbe];
    store.setStopped(new Map([[key, { reason: 'budget', hitsPerSecond: 9e9 }]]));
    await limits.startAnyway([key]);
    expect(helper.asked.slice(-2)).toEqual([
      { method: 'limit', params: { handles: [probe.handle], hitsPerSecond: null } },
      { method: 'enable', params: { handles: [probe.handle] } },
    ]);
    expect(store.get(key)).toMatchObject({ state: 'armed' });
    store.loseAll();
    await service.recreate([key]);
    expect(lastCreated(helper)).toEqual({ ttlSeconds: 3600 });
  });

  it('of hits are set and lifted on their own', async () => {
    const { helper, store, service, limits } = windowOn();
    await service.attach([userRequest('f', { limits: { unguarded: true } })]);
    const [{ key }] = store.probes as [OwnedProbe];
    await limits.stopAfter(key, 500);
    expect(helper.asked.at(-1)?.params).toEqual({ handles: [1], maxHits: 500 });
    expect(store.get(key)?.request.limits).toEqual({ unguarded: true, maxHits: 500 });
    await limits.stopAfter(key, undefined);
    expect(helper.asked.at(-1)?.params).toEqual({ handles: [1], maxHits: null });
    expect(store.get(key)?.request.limits).toEqual({ unguarded: true });
  });

  it('of time are put off where there is an end, in requests that the helper takes', async () => {
    const { helper, store, limits } = windowOn();
    store.add(
      Array.from({ length: 70 }, (_, n) => ({
        request: userRequest('f'),
        probe: helperProbe(n + 1, n === 0 ? {} : { limits: { ttlSeconds: 60 } }),
      })),
    );
    await limits.extend(store.probes.map(({ key }) => key));
    const asked = helper.asked.map(({ params }) => params as { handles: number[] });
    expect(asked.map(({ handles }) => handles.length)).toEqual([64, 5]);
    expect(asked.flatMap(({ handles }) => handles)).not.toContain(1);
    const ends = store.probes.slice(1).map(({ expiresAt }) => expiresAt! - performance.now());
    expect(Math.min(...ends)).toBeGreaterThan(3_600_000);
  });
});

describe('an hour more', () => {
  it('begins anew for what ended before the answer came, and for nothing else', async () => {
    const { helper, store, service, limits } = windowOn();
    await service.attach(['f', 'g', 'h'].map(symbol => userRequest(symbol)));
    const [f, g, h] = store.probes.map(({ key }) => key) as [number, number, number];
    store.setStopped(new Map([[f, { reason: 'expired' }]]));
    store.setState([h], 'stopped');
    await limits.keep([f, g, h]);
    expect(helper.asked.at(-1)).toEqual({ method: 'enable', params: { handles: [1] } });
    expect(store.probes.map(({ state }) => state)).toEqual(['armed', 'armed', 'stopped']);
  });
});

describe('what the helper stopped', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('is told at once in the tree, and once for all in a notice', async () => {
    const store = new ProbeStore();
    const stopped = new StoppedProbes(store);
    const told: ReadonlyMap<number, StoppedBy>[] = [];
    stopped.onDidStop(probes => told.push(probes));
    store.add([1, 2].map(n => ({ request: userRequest('f'), probe: helperProbe(n) })));
    stopped.add({ handle: 1, reason: 'expired' });
    stopped.add({ handle: 2, reason: 'budget', hitsPerSecond: 5 });
    expect(store.probes.map(({ state }) => state)).toEqual(['stopped', 'stopped']);
    expect(told).toEqual([]);
    await vi.runAllTimersAsync();
    expect(told).toEqual([
      new Map([
        [1, { reason: 'expired' }],
        [2, { reason: 'budget', hitsPerSecond: 5 }],
      ]),
    ]);
  });

  it('may be stopped before the window knows that it was made', () => {
    const store = new ProbeStore();
    const stopped = new StoppedProbes(store);
    stopped.add({ handle: 7, reason: 'hits' });
    store.add([6, 7].map(n => ({ request: userRequest('f'), probe: helperProbe(n) })));
    expect(store.probes.map(({ state, stoppedBy }) => [state, stoppedBy?.reason])).toEqual([
      ['armed', undefined],
      ['stopped', 'hits'],
    ]);
    // Another helper counts its handles anew.
    stopped.add({ handle: 8, reason: 'hits' });
    stopped.forget();
    store.add([{ request: userRequest('g'), probe: helperProbe(8) }]);
    expect(store.probes.at(-1)?.state).toBe('armed');
    stopped.dispose();
  });
});

describe('a time that runs out', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('is told once, five minutes before, and again after it was put off', async () => {
    const store = new ProbeStore();
    const watch = new ExpiryWatch(store);
    const told: number[][] = [];
    watch.onEnding(probes => told.push(probes.map(({ key }) => key)));
    store.add([
      { request: userRequest('f'), probe: helperProbe(1, { limits: { ttlSeconds: 600 } }) },
      { request: userRequest('g'), probe: helperProbe(2) },
    ]);
    const [{ key }] = store.probes as [OwnedProbe];
    const pass = (minutes: number) => vi.advanceTimersByTimeAsync(minutes * 60_000);
    await pass(4.8);
    expect(told).toEqual([]);
    await pass(0.5);
    expect(store.get(key)?.minutesLeft).toBe(5);
    await pass(2);
    expect(store.get(key)?.minutesLeft).toBe(3);
    expect(told).toEqual([[key]]);
    store.extend([key], 3_600_000);
    expect(store.get(key)?.minutesLeft).toBeUndefined();
    await pass(60);
    expect(told).toEqual([[key], [key]]);
    store.setState([key], 'stopped');
    expect(store.get(key)?.minutesLeft).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });
});
