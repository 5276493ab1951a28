import { describe, expect, it } from 'vitest';
import { EventService } from '../../../src/workers/eventService';
import { ThreadNames } from '../../../src/workers/threadNames';
import { type Event, pagesOf } from '../events/storePages';
import { FACTS, FORMAT } from './workCapture';

/** Calls of 100 ns each second, 60 of them. */
const CALLS: readonly Event[] = Array.from({ length: 60 }, (_, at) => at).flatMap(at => [
  { id: 7, time: 1000 + at * 1e9, thread: 5, a: at, s: `call ${at % 3}` },
  { id: 8, time: 1100 + at * 1e9, thread: 5, a: -at, s: 'back' },
]);

function begun(): { service: EventService; clock: { now: number } } {
  const clock = { now: 0 };
  const names = new ThreadNames(tid => Promise.resolve({ pid: tid, name: 'orders', uid: 0 }));
  const service = new EventService(names, () => clock.now);
  service.handlers.begin({ facts: FACTS, capacity: 1000, isLocal: true });
  const [entry, ret] = [7, 8].map(id => service.handlers.format({ text: FORMAT(id) }));
  service.handlers.pair({ entry: entry!, ret: ret! });
  service.takePages(3, 1, 0, pagesOf(CALLS));
  return { service, clock };
}

describe('the event worker', () => {
  it('gives rows with their process and what the call took', async () => {
    const { service, clock } = begun();
    clock.now = 5000;
    service.handlers.rows({ from: 0, to: 1 });
    // Names are looked up beside.
    await new Promise(setImmediate);
    const { rows, news } = service.handlers.rows({ from: 118, to: 500 });
    expect(rows).toEqual([
      {
        index: 118,
        time: 59e9,
        cpu: 1,
        thread: 5,
        process: 'orders 5',
        schema: 0,
        // The entry of the call tells what it took and returned, too.
        values: ['59', '"call 2"', '-59'],
        took: 100,
      },
      {
        ...{ index: 119, time: 59e9 + 100, cpu: 1, thread: 5, process: 'orders 5', schema: 1 },
        ...{ values: ['-59', '"back"'], took: 100 },
      },
    ]);
    expect(news).toMatchObject({ events: 120, first: 0, end: 120, unpaired: 0, discarded: 0 });
    // The newest, of the moment that the news is of.
    expect(service.handlers.rows({ from: -2, to: 0 })).toEqual({ rows, news });
    expect(service.handlers.rows({ from: -500, to: 0 }).rows).toHaveLength(120);
  });

  it('pairs calls whose records came before their format', () => {
    const names = new ThreadNames(() => Promise.resolve(undefined));
    const service = new EventService(names, () => 0);
    service.handlers.begin({ facts: FACTS, capacity: 1000, isLocal: false });
    service.takePages(3, 1, 0, pagesOf(CALLS));
    const [ret, entry] = [8, 7].map(id => service.handlers.format({ text: FORMAT(id) }));
    service.handlers.pair({ entry: entry!, ret: ret! });
    expect(service.handlers.rows({ from: 0, to: 1 }).news).toMatchObject({ end: 120, unpaired: 0 });
  });

  it('keeps the rate of the last minutes of a capture that runs for days', async () => {
    const names = new ThreadNames(() => Promise.resolve(undefined));
    const service = new EventService(names, () => 0);
    service.handlers.begin({ facts: FACTS, capacity: 1e6, isLocal: false });
    service.handlers.format({ text: FORMAT(7) });
    const seconds = 36 * 3600;
    const calls = Array.from({ length: seconds }, (_, at) => ({
      ...{ id: 7, time: 1000 + at * 1e9, thread: 6, a: at, s: '' },
    }));
    service.takePages(3, 1, 0, pagesOf(calls));
    const { rates } = await service.handlers.summary({ columns: [], limit: 1 });
    expect(rates.tables[0]?.perSecond).toEqual(Array.from({ length: 601 }, () => 1));
    expect(rates.firstSecond).toBe(seconds - 601);
  }, 20_000);

  it('sums a column up over what the filter leaves', async () => {
    const { service, clock } = begun();
    clock.now = 5000;
    const news = await service.handlers.filter({
      filter: { text: '', conditions: [{ column: 'event', is: 'is', value: 'work7' }] },
    });
    expect(news).toMatchObject({ first: 0, end: 60, events: 120, complete: true });
    const { columns, rates } = await service.handlers.summary({ columns: ['s', 'a'], limit: 2 });
    expect(columns).toMatchObject([
      {
        column: 's',
        count: 60,
        top: [
          { value: '"call 0"', count: 20 },
          { value: '"call 1"', count: 20 },
        ],
        others: 0,
      },
      { column: 'a', numbers: { min: 0, max: 59, mean: 29.5 } },
    ]);
    expect(rates.tables).toEqual([{ table: 0, perSecond: Array.from({ length: 60 }, () => 1) }]);
    // The same events, and a column more.
    const more = await service.handlers.summary({ columns: ['cpu', 's'], limit: 1 });
    expect(more.columns.map(({ column, count }) => [column, count])).toEqual([
      ['cpu', 60],
      ['s', 60],
    ]);
  });

  it('keeps a filter for each page that looks on', async () => {
    const { service } = begun();
    const filter = { text: '', conditions: [{ column: 's', is: 'is', value: '"back"' }] } as const;
    expect(await service.handlers.filter({ view: 1, filter })).toMatchObject({ end: 60 });
    expect(service.handlers.rows({ from: 0, to: 1 }).news).toMatchObject({ first: 0, end: 120 });
    service.takePages(3, 1, 0, pagesOf([{ id: 8, time: 61e9, thread: 5, a: 1, s: 'back' }]));
    await new Promise(setImmediate);
    const { rows, news } = service.handlers.rows({ view: 1, from: 60, to: 70 });
    expect([rows.map(({ values }) => values), news.end]).toEqual([[['1', '"back"']], 61]);
    const { columns } = await service.handlers.summary({ view: 1, columns: ['s'], limit: 9 });
    expect(columns).toMatchObject([{ count: 60 }]);
    service.handlers.closeView({ view: 1 });
    expect(service.handlers.rows({ view: 1, from: 0, to: 1 }).news.end).toBe(121);
  });

  it('knows the latency of calls, and the slowest of them', async () => {
    const { service, clock } = begun();
    clock.now = 5000;
    service.takePages(
      3,
      1,
      0,
      pagesOf([
        { id: 7, time: 70e9, thread: 5, a: 1, s: '' },
        { id: 8, time: 70e9 + 5000, thread: 5, a: 1, s: '' },
      ]),
    );
    clock.now = 10_000;
    const { columns, slowest } = await service.handlers.summary({ columns: ['took'], limit: 1 });
    const { count, numbers } = columns[0]!;
    // Percentiles are known to a sixteenth.
    expect([count, numbers?.p50, numbers?.max]).toEqual([61, 104, 5000]);
    expect([slowest.length, slowest[0]]).toEqual([
      10,
      { index: 121, table: 1, time: 70e9 + 4000, took: 5000 },
    ]);
    const filter = {
      text: '',
      conditions: [{ column: 'took', is: 'range', value: '100..5000' }],
    } as const;
    expect(await service.handlers.filter({ filter })).toMatchObject({ end: 120 });
  });

  it('keeps some of the rows when it falls behind, says so, and counts all', async () => {
    const { service, clock } = begun();
    service.behind(1000);
    const more = Array.from({ length: 40 }, (_, at) => ({
      ...{ id: 7 + (at % 2), time: 70e9 + at, thread: 5, a: at, s: '' },
    }));
    for (let page = 0; page < 20; page++) {
      service.takePages(3, 1, 0, pagesOf(more.slice(page * 2, page * 2 + 2)));
    }
    clock.now = 10_000;
    const { news } = service.handlers.rows({ from: 0, to: 1 });
    expect(news).toMatchObject({ events: 140, sampled: { kept: 140, of: 160, parts: 2 } });
    const columns = ['event', 'took'];
    const summary = await service.handlers.summary({ columns, limit: 2 });
    expect(summary.sampled?.whole).toEqual(['took', 'event']);
    expect(summary.columns).toMatchObject([
      {
        count: 160,
        top: [
          { value: 'work7', count: 80 },
          { value: 'work8', count: 80 },
        ],
      },
      { column: 'took', count: 80 },
    ]);
    service.behind(0);
    service.takePages(3, 1, 0, pagesOf(more));
    expect(service.handlers.rows({ from: 0, to: 1 }).news).toMatchObject({
      events: 180,
      sampled: { kept: 180, of: 200, parts: 1 },
    });
  });

  it('lets pages of an earlier capture go, and counts what the helper gave up', () => {
    const { service } = begun();
    service.takePages(2, 1, 0, pagesOf(CALLS));
    service.takePages(3, 1, 4, Buffer.alloc(0));
    expect(service.handlers.rows({ from: 0, to: 1 }).news).toMatchObject({
      events: 120,
      discarded: 4,
    });
  });

  it('says what is wrong with a format', () => {
    expect(() => begun().service.handlers.format({ text: 'nonsense' })).toThrow('not known here');
  });
});
