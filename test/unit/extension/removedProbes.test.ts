import { expect, it } from 'vitest';
import type { OwnedProbe } from '../../../src/extension/session/ownedProbe';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { RemovedProbes } from '../../../src/extension/session/removedProbes';
import { helperProbe, userRequest } from './support/sampleProbes';

function probes(...names: string[]): readonly OwnedProbe[] {
  const store = new ProbeStore();
  return store.add(
    names.map((name, at) => ({ request: userRequest(name), probe: helperProbe(at) })),
  );
}

it('the newest removal is brought back first, each once', () => {
  const removed = new RemovedProbes();
  const offers: (number | undefined)[] = [];
  removed.onDidChange(offer => offers.push(offer?.length));
  const [a, b, c] = probes('a', 'b', 'c') as [OwnedProbe, OwnedProbe, OwnedProbe];
  removed.add([]);
  removed.add([a, b]);
  // Delete was pressed twice before the kernel had let go of the first.
  removed.add([a, b]);
  removed.add([b, c]);
  expect(removed.take()).toEqual([c]);
  expect(removed.take()).toEqual([a, b]);
  expect(removed.take()).toEqual([]);
  expect(offers).toEqual([2, 1, 2, undefined, undefined]);
});
