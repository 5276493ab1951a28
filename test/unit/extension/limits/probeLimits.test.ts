import { describe, expect, it } from 'vitest';
import { hitsFrom } from '../../../../src/extension/limits/hitsInput';
import { dearest, hitMicroseconds, limitsOf } from '../../../../src/extension/session/probeLimits';
import type { UserAttachRequest } from '../../../../src/extension/session/attachRequest';
import { kernelReturn, tracepoint, userRequest } from '../support/sampleProbes';

const defaults = { timeToLive: 60, hitsPerSecond: 100_000, cpuShare: 25 };

function costing(
  cost: NonNullable<UserAttachRequest['target']['cost']>,
  kind: UserAttachRequest['kind'] = 'uprobe',
): UserAttachRequest {
  const { target } = userRequest('f');
  return { kind, target: { ...target, cost } };
}

describe('the limits a probe is armed with', () => {
  it('are an hour, and what a quarter of a CPU is at the cost of its place', () => {
    expect(limitsOf(costing('emulated'), defaults, false)).toEqual({
      ttlSeconds: 3600,
      hitsPerSecond: 100_000,
    });
    expect(limitsOf(costing('stepped'), defaults, false)?.hitsPerSecond).toBe(25_000);
    expect(limitsOf(costing('stepped', 'uretprobe'), defaults, false)?.hitsPerSecond).toBe(22_727);
    // Nobody looked: taken to be dear.
    expect(limitsOf(userRequest('f'), defaults, false)?.hitsPerSecond).toBe(25_000);
    expect(limitsOf(kernelReturn, defaults, false)?.hitsPerSecond).toBe(100_000);
  });

  it('go by what the running kernel emulates', () => {
    expect([true, false].map(nops => hitMicroseconds(costing('newlyEmulated'), nops))).toEqual([
      1, 10,
    ]);
  });

  it('are only those that are set', () => {
    const off = { timeToLive: 0, hitsPerSecond: 0, cpuShare: 0 };
    expect(limitsOf(userRequest('f'), off, false)).toBeUndefined();
    expect(limitsOf(userRequest('f'), { ...off, cpuShare: 50 }, false)).toEqual({
      hitsPerSecond: 50_000,
    });
    expect(limitsOf(userRequest('f'), { ...off, hitsPerSecond: 7 }, false)).toEqual({
      hitsPerSecond: 7,
    });
    expect(limitsOf(userRequest('f'), { ...off, timeToLive: 0.001 }, false)).toEqual({
      ttlSeconds: 1,
    });
    expect(limitsOf(userRequest('f'), { ...off, timeToLive: 1e9 }, false)).toEqual({
      ttlSeconds: 2_592_000,
    });
  });

  it('are the probe’s own beside the settings', () => {
    expect(limitsOf(userRequest('f', { limits: { maxHits: 10 } }), defaults, false)).toEqual({
      ttlSeconds: 3600,
      maxHits: 10,
      hitsPerSecond: 25_000,
    });
    const request = userRequest('f', { limits: { unguarded: true } });
    expect(limitsOf(request, defaults, false)).toEqual({ ttlSeconds: 3600 });
  });

  it('of a tracepoint are those of any probe, as the kernel may count it', () => {
    const request = { ...tracepoint, limits: { maxHits: 10 } };
    expect(limitsOf(request, defaults, false)).toEqual({
      ttlSeconds: 3600,
      maxHits: 10,
      hitsPerSecond: 100_000,
    });
  });
});

describe('the dearest of several places', () => {
  it('is one that nobody looked at, unless none was looked at', () => {
    expect(dearest(['emulated', 'stepped', 'newlyEmulated'])).toBe('stepped');
    expect(dearest(['emulated', undefined])).toBe('unknown');
    expect(dearest([undefined, undefined])).toBeUndefined();
  });
});

describe('a number of hits', () => {
  it.each([
    ['1000', 1000],
    [' 1,000 ', 1000],
    ['12_000', 12_000],
    ['', undefined],
    ['0', 'wrong'],
    ['-1', 'wrong'],
    ['1.5', 'wrong'],
    ['1e3', 'wrong'],
    ['9999999999999999', 'wrong'],
  ])('is read from "%s"', (text, hits) => {
    expect(hitsFrom(text)).toBe(hits);
  });
});
