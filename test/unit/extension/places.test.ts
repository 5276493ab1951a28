import { describe, expect, it } from 'vitest';
import { createFits } from '../../../src/protocol/batches';
import type {
  KernelAttachRequest,
  UserAttachRequest,
} from '../../../src/extension/session/attachRequest';
import { createRequest } from '../../../src/extension/session/createRequest';
import { joined, placeCount, placeNames, separated } from '../../../src/extension/session/places';
import { samples, target } from './export/exportSamples';

function many(count: number): UserAttachRequest[] {
  return Array.from({ length: count }, (_, n) => ({
    kind: 'uprobe',
    target: target({ symbol: `f${n}`, address: BigInt(n) + 0x40_0000n, offset: BigInt(n) }),
  }));
}

describe('functions joined into one probe', () => {
  it('are the same when separated again', () => {
    const [one, ...others] = joined(many(14), '14 functions of orders');
    expect(others).toEqual([]);
    expect(one).toMatchObject({ label: '14 functions of orders', target: { symbol: 'f0' } });
    expect(placeCount(one!)).toBe(14);
    expect(placeNames(one!)).toEqual(many(14).map(({ target: { symbol } }) => symbol));
    expect(separated(one!)).toEqual(many(14));
  });

  it('of the kernel too, with their modules and maxactive', () => {
    const requests: KernelAttachRequest[] = [
      { kind: 'kretprobe', symbol: 'a', maxActive: 4 },
      { kind: 'kretprobe', symbol: 'b', module: 'm', maxActive: 4 },
      { kind: 'kretprobe', symbol: 'c', offset: 4n, maxActive: 4 },
    ];
    const [one] = joined(requests, 'three');
    expect(separated(one!)).toEqual(requests);
    expect(createRequest(one!, undefined, true)).toMatchObject({
      symbol: 'a',
      more: [
        { symbol: 'b', module: 'm' },
        { symbol: 'c', offset: '0x4' },
      ],
    });
  });

  it('stay a single one without a name of its own', () => {
    expect(joined(many(1), 'x')).toEqual(many(1));
    expect(joined([], 'x')).toEqual([]);
  });

  it('are more events where one would have too many places', () => {
    const events = joined(many(1500), 'many');
    expect(events.map(placeCount)).toEqual([750, 750]);
    expect(events.flatMap(separated)).toEqual(many(1500));
  });

  it('are more events where one does not fit a frame', () => {
    const requests: KernelAttachRequest[] = Array.from({ length: 1000 }, (_, n) => ({
      kind: 'kprobe',
      symbol: `${'x'.repeat(100)}_${n}`,
    }));
    const events = joined(requests, 'long');
    expect(events.length).toBeGreaterThan(1);
    expect(events.every(event => createFits([createRequest(event, 1, true)]))).toBe(true);
    expect(events.flatMap(separated)).toEqual(requests);
  });
});

describe('a probe on one function', () => {
  it('is one place', () => {
    for (const name of ['uprobe', 'kprobe', 'tracepoint']) {
      expect(placeCount(samples[name]!)).toBe(1);
    }
    expect(placeNames(samples['uprobe inside a function']!)).toEqual(['price_order+0x4']);
    expect(placeNames(samples['kprobe inside a function']!)).toEqual(['vfs_read+0x4']);
    expect(placeNames(samples['tracepoint']!)).toEqual(['sched:sched_switch']);
  });
});
