import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttachRequest } from '../../../src/extension/session/attachRequest';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { loadWindow, saveWindow } from '../../../src/extension/session/savedProbes';
import { helperProbe, userRequest } from './support/sampleProbes';

const host = { pid: 4711, startTicks: 99 };
const address = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });

const hex = address.map(value => `0x${value.toString(16)}`);

const userArbitrary = fc.record(
  {
    kind: fc.constantFrom('uprobe' as const, 'uretprobe' as const),
    target: fc.record(
      {
        path: name,
        device: address,
        inode: address,
        buildId: fc.string(),
        symbol: name,
        displayName: name,
        delta: address,
        address,
        offset: address,
        isGo: fc.boolean(),
        risk: fc.constantFrom('unreached' as const, 'goBinary' as const),
        cost: fc.constantFrom('stepped' as const, 'unknown' as const),
        process: fc.record({ pid: fc.integer({ min: 1, max: 4_194_304 }), start: hex }),
        where: name,
        seen: fc.record(
          { fileSize: address, mtime: address, size: address, section: name, version: name },
          { requiredKeys: ['fileSize', 'mtime', 'size', 'section'] },
        ),
      },
      { requiredKeys: ['path', 'device', 'inode', 'symbol', 'address', 'offset', 'isGo'] },
    ),
    label: name,
    more: fc.array(fc.record({ symbol: name, displayName: name, address, offset: address })),
    event: fc.constant('an_event'),
    filter: name,
    stacks: fc.constant(true as const),
    limits: fc.record(
      { maxHits: fc.integer({ min: 1 }), unguarded: fc.constant(true as const) },
      { requiredKeys: [] },
    ),
    args: fc.constant([{ name: 'arg1', fetch: '%di', type: 'u64' }]),
  },
  { requiredKeys: ['kind', 'target'] },
);

const kernelArbitrary = fc.record(
  {
    kind: fc.constantFrom('kprobe' as const, 'kretprobe' as const),
    symbol: name,
    module: name,
    offset: address,
    maxActive: fc.integer({ min: 1, max: 4096 }),
    filter: name,
    stacks: fc.constant(true as const),
    label: name,
    more: fc.array(fc.record({ symbol: name, module: name, offset: address })),
  },
  { requiredKeys: ['kind', 'symbol'] },
);

const requestArbitrary: fc.Arbitrary<AttachRequest> = fc.oneof(
  userArbitrary,
  kernelArbitrary,
  fc.record(
    {
      kind: fc.constant('tracepoint' as const),
      system: name,
      event: name,
      filter: name,
      stacks: fc.constant(true as const),
    },
    { requiredKeys: ['kind', 'system', 'event'] },
  ),
);

describe('saved probes', () => {
  it('come back as they were, through JSON', () => {
    fc.assert(
      fc.property(fc.array(requestArbitrary, { maxLength: 5 }), requests => {
        const store = new ProbeStore();
        store.add(requests.map((request, at) => ({ request, probe: helperProbe(at + 1) })));
        const saved: unknown = JSON.parse(JSON.stringify(saveWindow(host, store.probes)));
        const probes = store.probes.map(({ request, probe }) => ({ request, probe }));
        expect(loadWindow(saved)).toEqual({ host, probes });
      }),
    );
  });

  it('leave out what another version wrote, and keep the rest', () => {
    const store = new ProbeStore();
    store.add([{ request: userRequest('f'), probe: helperProbe(1) }]);
    const { probes } = saveWindow(host, store.probes) as { probes: unknown[] };
    const mixed = { host, probes: [{ request: { kind: 'fprobe' } }, ...probes, 7, null] };
    expect(loadWindow(mixed)?.probes).toHaveLength(1);
    for (const other of [undefined, probes, { probes }, { host: { pid: 'x' }, probes }]) {
      expect(loadWindow(other)).toBeUndefined();
    }
  });
});
