import { describe, expect, it } from 'vitest';
import { hitsItems, hitsSummary } from '../../../../src/extension/processHits/processHitsText';
import { processTotals } from '../../../../src/extension/processHits/processTotals';
import { Rates } from '../../../../src/extension/processHits/rates';
import { ThreadOwners } from '../../../../src/extension/processHits/threadOwners';
import { inEnglish } from '../../../../src/extension/text/translate';
import type { ThreadOwner } from '../../../../src/processes/threadOwner';

const WEB = 'f'.repeat(64);
const OWNERS = new Map<number, ThreadOwner>([
  [10, { pid: 10, name: 'orders', uid: 1000 }],
  [11, { pid: 10, name: 'orders', uid: 1000 }],
  [20, { pid: 20, name: 'nginx\u202e', uid: 33, container: WEB }],
  [30, { pid: 30, name: 'sh', uid: 0, container: WEB }],
]);
const HITS = new Map([
  [10, 5],
  [20, 100],
  [11, 7],
  [99, 2],
  [30, 1],
]);
const style = {
  t: inEnglish,
  locale: 'en',
  user: (uid: number) => (uid === 1000 ? 'anna' : String(uid)),
};
const totals = processTotals(HITS, tid => OWNERS.get(tid));

describe('hits by process', () => {
  it('are those of its threads together, by container, the most first', () => {
    expect(totals).toEqual([
      {
        container: WEB,
        hits: 101,
        processes: [
          { id: 'p20', owner: OWNERS.get(20), tid: 20, hits: 100, threads: 1 },
          { id: 'p30', owner: OWNERS.get(30), tid: 30, hits: 1, threads: 1 },
        ],
      },
      {
        hits: 14,
        processes: [
          { id: 'p10', owner: OWNERS.get(10), tid: 10, hits: 12, threads: 2 },
          { id: 't99', tid: 99, hits: 2, threads: 1 },
        ],
      },
    ]);
  });

  it('are shown with what is known, hostile names by their numbers', () => {
    expect(hitsItems(totals, new Map([['p20', 1200]]), style)).toEqual([
      { kind: 'separator', label: 'container ffffffffffff · 101 hits' },
      {
        kind: 'process',
        id: 'p20',
        label: 'nginx\\u202e (20)',
        description: '100 hits · 1.2k/s · 33',
      },
      { kind: 'process', id: 'p30', label: 'sh (30)', description: '1 hit · 0' },
      { kind: 'separator', label: 'in no container · 14 hits' },
      {
        kind: 'process',
        id: 'p10',
        label: 'orders (10)',
        description: '12 hits · anna · 2 threads',
      },
      { kind: 'process', id: 't99', label: 'thread 99, which has ended', description: '2 hits' },
    ]);
  });

  it('need no heading where there is no container', () => {
    const own = processTotals(new Map([[10, 1]]), tid => OWNERS.get(tid));
    expect(hitsItems(own, new Map(), style)).toMatchObject([{ kind: 'process' }]);
  });

  it('are summed up above the list, with every loss', () => {
    const since = new Date(2026, 0, 1, 14, 2, 11);
    expect(hitsSummary(totals, since, { events: 0n, pages: 0, pausedMs: 0 }, style)).toBe(
      'since 2:02:11 PM · 115 hits · 4 processes · 1 container · nothing lost',
    );
    expect(
      hitsSummary(totals, since, { events: 1200n, pages: 3, pausedMs: 41.2 }, style),
    ).toContain('1,200 events lost · 3 pages lost · not recorded for 42 ms');
  });

  it('know a rate from the second look on', async () => {
    const rates = new Rates();
    expect(rates.next([{ id: 'a', hits: 5 }]).size).toBe(0);
    await new Promise(resolve => setImmediate(resolve));
    const [[id, rate] = ['', 0]] = rates.next([
      { id: 'a', hits: 6 },
      { id: 'b', hits: 1 },
    ]);
    expect([id, rate > 0]).toEqual(['a', true]);
  });

  it('are of the thread that hit: its number is looked up once, and may be another’s later', async () => {
    const asked: number[] = [];
    const owners = new ThreadOwners(tid => {
      asked.push(tid);
      return Promise.resolve(OWNERS.get(tid));
    });
    await owners.learn([10, 99]);
    await owners.learn([10, 99, 20]);
    expect(asked).toEqual([10, 99, 20]);
    expect([owners.get(10)?.name, owners.get(99)]).toEqual(['orders', undefined]);
  });
});
