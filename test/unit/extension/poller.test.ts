import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { updateCounts } from '../../../src/extension/session/hitCounts';
import { Poller } from '../../../src/extension/session/poller';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { FakeHelper } from './support/fakeHelper';
import { helperProbe, kernelReturn, userRequest } from './support/sampleProbes';

describe('Poller', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('works only while somebody watches', async () => {
    let runs = 0;
    const work = (): Promise<void> => {
      runs++;
      return Promise.resolve();
    };
    const poller = new Poller(work, 2000, fail);
    poller.wake();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(runs).toBe(0);
    const first = poller.watch();
    const second = poller.watch();
    await vi.advanceTimersByTimeAsync(3999);
    expect(runs).toBe(2);
    first.dispose();
    first.dispose();
    await vi.advanceTimersByTimeAsync(2000);
    expect(runs).toBe(3);
    second.dispose();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(runs).toBe(3);
  });

  it('never runs twice at a time, and goes on after an error', async () => {
    const errors: unknown[] = [];
    let running = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      running++;
      most = Math.max(most, running);
      await new Promise(resolve => setTimeout(resolve, 5000));
      running--;
      throw new Error('no');
    };
    const poller = new Poller(work, 2000, error => errors.push(error));
    poller.watch();
    for (let at = 0; at < 20; at++) {
      poller.wake();
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(most).toBe(1);
    expect(errors.length).toBeGreaterThan(1);
    poller.dispose();
  });
});

describe('updateCounts', () => {
  it('reads all pages, and keeps unknown apart from none', async () => {
    const store = new ProbeStore();
    store.add([
      { request: userRequest('f'), probe: helperProbe(1) },
      { request: userRequest('g'), probe: helperProbe(2) },
      { request: kernelReturn, probe: helperProbe(3) },
    ]);
    const helper = new FakeHelper({
      hits: ({ from }) =>
        from === 0
          ? { counts: [{ handle: 1, hits: '0xffffffffffffffff' }], next: 1 }
          : {
              counts: [
                { handle: 2, hits: null },
                { handle: 3, hits: '0x0', misses: '0x2' },
              ],
            },
    });
    await updateCounts(store, helper);
    expect(store.probes.map(({ hits, misses }) => [hits, misses])).toEqual([
      [2n ** 64n - 1n, undefined],
      ['unknown', undefined],
      [0n, 2n],
    ]);
  });

  it('asks nothing where there is nothing to count', async () => {
    const helper = new FakeHelper();
    await updateCounts(new ProbeStore(), helper);
    expect(helper.asked).toEqual([]);
  });
});

function fail(error: unknown): void {
  throw error;
}
