import { describe, expect, it } from 'vitest';
import { lookDelay } from '../../../../src/helper/guard/lookPace';
import { ProbeWatch } from '../../../../src/helper/guard/probeWatch';

describe('an armed probe', () => {
  it('is over its budget by what was counted since the last look, not on the whole', () => {
    const watch = new ProbeWatch({ hitsPerSecond: 1000 }, 0);
    // A million hits of before are not held against it.
    expect(watch.count(1_000_000n, 0)).toBeUndefined();
    expect(watch.count(1_000_100n, 100)).toBeUndefined();
    expect(watch.count(1_000_100n, 10_000)).toBeUndefined();
    expect(watch.count(1_000_201n, 10_100)).toEqual({ reason: 'budget', hitsPerSecond: 1010 });
  });

  it('is not judged by a moment, but by what came of it', () => {
    const watch = new ProbeWatch({ hitsPerSecond: 1000 }, 0);
    expect(watch.count(0n, 0)).toBeUndefined();
    expect(watch.count(40n, 10)).toBeUndefined();
    expect(watch.count(99n, 100)).toBeUndefined();
    expect(watch.count(129n, 110)).toBeUndefined();
    expect(watch.count(249n, 200)).toEqual({ reason: 'budget', hitsPerSecond: 1500 });
  });

  it('is measured by real time where looks come late', () => {
    const watch = new ProbeWatch({ hitsPerSecond: 1000 }, 0);
    watch.count(0n, 0);
    expect(watch.count(900n, 1000)).toBeUndefined();
  });

  it('has had its hits when so many were counted since it was armed', () => {
    const watch = new ProbeWatch({ maxHits: 10 }, 0);
    expect(watch.count(500n, 0)).toBeUndefined();
    expect(watch.count(509n, 1)).toBeUndefined();
    expect(watch.count(511n, 2)).toEqual({ reason: 'hits' });
  });

  it('is measured against nothing while its count is unknown', () => {
    const watch = new ProbeWatch({ maxHits: 10, hitsPerSecond: 1000 }, 0);
    watch.count(0n, 0);
    expect(watch.count(null, 100)).toBeUndefined();
    // What came meanwhile came in an unknown time, but it came.
    expect(watch.count(9n, 200)).toBeUndefined();
    expect(watch.count(10n, 300)).toEqual({ reason: 'hits' });
  });

  it('counts anew from where its limits were changed, and keeps its end', () => {
    const watch = new ProbeWatch({ ttlSeconds: 60 }, 1000);
    expect(watch.isCounted).toBe(false);
    watch.limit({ ttlSeconds: 60, maxHits: 10 }, true);
    expect(watch.isCounted).toBe(true);
    watch.count(100n, 2000);
    expect(watch.count(109n, 3000)).toBeUndefined();
    expect(watch.count(110n, 4000)).toEqual({ reason: 'hits' });
    expect(watch.expiresAt).toBe(61_000);
  });

  it('goes on counting to its hits where only its rate is changed', () => {
    const watch = new ProbeWatch({ maxHits: 10 }, 0);
    watch.count(100n, 0);
    watch.limit({ maxHits: 10, hitsPerSecond: 1000 }, false);
    expect(watch.count(109n, 1000)).toBeUndefined();
    expect(watch.count(110n, 2000)).toEqual({ reason: 'hits' });
    watch.limit({ maxHits: 10 }, true);
    expect(watch.count(110n, 3000)).toBeUndefined();
    expect(watch.count(119n, 4000)).toBeUndefined();
    expect(watch.count(120n, 5000)).toEqual({ reason: 'hits' });
  });

  it('has an end that can be put off, if it has one', () => {
    const watch = new ProbeWatch({ ttlSeconds: 60 }, 1000);
    watch.extend(3600);
    expect(watch.expiresAt).toBe(3_661_000);
    const endless = new ProbeWatch({ maxHits: 1 }, 1000);
    endless.extend(3600);
    expect(endless.expiresAt).toBe(Infinity);
  });
});

describe('looks at the counts', () => {
  it('come ten times a second, and seldom where each is dear', () => {
    expect([0, 1, 5000, 20_000].map(lookDelay)).toEqual([100, 100, 100, 400]);
  });
});
