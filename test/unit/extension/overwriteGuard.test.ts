import { describe, expect, it } from 'vitest';
import { guardOverwritten } from '../../../src/extension/session/overwriteGuard';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { helperProbe, userRequest } from './support/sampleProbes';

/** A guard over three probes on two files, whose stops the test lets through or not. */
function guarded(works: boolean) {
  const store = new ProbeStore();
  store.add([
    { request: userRequest('a'), probe: helperProbe(1) },
    { request: userRequest('b'), probe: helperProbe(2, { enabled: false }) },
    { request: userRequest('c', {}, '/other'), probe: helperProbe(3) },
  ]);
  const halted: (readonly number[])[] = [];
  const told: [string, number][] = [];
  guardOverwritten(
    store,
    keys => {
      halted.push(keys);
      store.setState(works ? keys : [], 'stopped');
      return Promise.resolve();
    },
    (path, probes) => told.push([path, probes.length]),
  );
  const overwrite = (builtAt: number): void =>
    store.setFileStates(new Map([1, 2, 3].map(key => [key, { state: 'overwritten', builtAt }])));
  return { store, halted, told, overwrite };
}

describe('probes whose file is written over', () => {
  it('are stopped at once, those that are armed, and told of by file', async () => {
    const { halted, told, overwrite } = guarded(true);
    overwrite(1);
    expect(halted).toEqual([[1, 3]]);
    await Promise.resolve();
    expect(told).toEqual([
      ['/srv/orders', 1],
      ['/other', 1],
    ]);
  });

  it('are not stopped again and again where the helper would not, but for each writing', () => {
    const { store, halted, overwrite } = guarded(false);
    overwrite(1);
    store.setCounts(
      [1, 3].map(handle => ({ handle, hits: 9n })),
      0,
    );
    expect(halted).toHaveLength(1);
    overwrite(2);
    expect(halted).toHaveLength(2);
  });
});
