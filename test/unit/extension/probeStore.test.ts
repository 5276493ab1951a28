import { describe, expect, it } from 'vitest';
import { targetOf } from '../../../src/extension/session/ownedProbe';
import { ProbeStore, type ProbeChange } from '../../../src/extension/session/probeStore';
import { helperProbe, kernelReturn, tracepoint, userRequest } from './support/sampleProbes';

function storeOf(count: number): { store: ProbeStore; changes: ProbeChange[] } {
  const store = new ProbeStore();
  store.add(
    Array.from({ length: count }, (_, index) => ({
      request: userRequest(`f${index}`),
      probe: helperProbe(index + 1),
    })),
  );
  const changes: ProbeChange[] = [];
  store.onDidChange(change => changes.push(change));
  return { store, changes };
}

describe('the group of a probe', () => {
  it('is another one for the same path in a container', () => {
    const request = userRequest('f');
    const inside = { ...request, target: { ...request.target, where: 'in web-1' } };
    expect(targetOf(request)).toBe('/srv/orders');
    expect(targetOf(inside)).toBe('/srv/orders · in web-1');
  });
});

describe('ProbeStore', () => {
  it('groups by file in the order of attaching, the kernel last', () => {
    const store = new ProbeStore();
    store.add([
      { request: kernelReturn, probe: helperProbe(1) },
      { request: userRequest('a', {}, '/z'), probe: helperProbe(2) },
      { request: userRequest('b', {}, '/a'), probe: helperProbe(3) },
      { request: userRequest('c', {}, '/z'), probe: helperProbe(4) },
      { request: tracepoint, probe: helperProbe(5) },
    ]);
    const handles = store.groups.map(({ target, probes }) => [
      target,
      probes.map(({ probe }) => probe.handle),
    ]);
    expect(handles).toEqual([
      ['/z', [2, 4]],
      ['/a', [3]],
      ['kernel', [1, 5]],
    ]);
  });

  it('tells what was added, changed and removed, and nothing where nothing changed', () => {
    const { store, changes } = storeOf(2);
    store.setState([1], 'stopped');
    store.setState([1], 'stopped');
    store.remove([2, 99]);
    store.remove([99]);
    expect(changes.map(change => [change.updated.length, change.removed.length])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(store.get(1)?.state).toBe('stopped');
    expect(store.get(1)?.probe.enabled).toBe(false);
    expect(store.get(2)).toBeUndefined();
  });

  it('has a rate from the second count on', () => {
    const { store } = storeOf(1);
    store.setCounts([{ handle: 1, hits: 10n }], 1000);
    expect(store.get(1)).toMatchObject({ hits: 10n, rate: undefined });
    store.setCounts([{ handle: 1, hits: 110n }], 3000);
    expect(store.get(1)).toMatchObject({ hits: 110n, rate: 50 });
    store.setCounts([{ handle: 1, hits: 'unknown' }], 5000);
    expect(store.get(1)).toMatchObject({ hits: 'unknown', rate: undefined });
  });

  it('says nothing when a count is what it was', () => {
    const { store, changes } = storeOf(1);
    store.setCounts([{ handle: 1, hits: 5n, misses: 0n }], 0);
    store.setCounts([{ handle: 1, hits: 5n, misses: 0n }], 2000);
    store.setCounts([{ handle: 1, hits: 5n, misses: 0n }], 4000);
    // The second adds the rate, which is 0 then and stays so.
    expect(changes).toHaveLength(2);
  });

  it('keeps lost probes with what they were, and puts a new one in the place of the old', () => {
    const { store, changes } = storeOf(2);
    store.setState([2], 'stopped');
    store.loseAll();
    expect(store.probes.map(({ state, probe }) => [state, probe.enabled])).toEqual([
      ['lost', true],
      ['lost', false],
    ]);
    const [again] = store.add([
      { request: userRequest('f1'), probe: helperProbe(7, { enabled: false }), key: 2 },
    ]);
    expect(again).toMatchObject({ key: 2, state: 'stopped' });
    expect(store.probes.map(({ key }) => key)).toEqual([1, 2]);
    expect(changes.at(-1)).toMatchObject({ added: [], updated: [{ key: 2 }] });
  });

  it('takes no counts for lost probes, whose handle may be another one’s by now', () => {
    const { store } = storeOf(1);
    store.loseAll();
    store.setCounts([{ handle: 1, hits: 5n }], 0);
    expect(store.get(1)?.hits).toBeUndefined();
  });
});
