import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EventService } from '../../../src/workers/eventService';
import { ThreadNames } from '../../../src/workers/threadNames';
import { type Event, pagesOf } from '../events/storePages';
import { FACTS, FORMAT } from './workCapture';

const SLOW = {
  filter: { text: '', conditions: [{ column: 'took', is: 'more', value: '100' }] },
} as const;

/** A call of 500 ns, ended by the event `ret`. */
const call = (ret: number, second = 0): readonly Event[] => [
  { id: 7, time: 1000 + second * 1e9, thread: 5, a: 1, s: 'in' },
  { id: ret, time: 1500 + second * 1e9, thread: 5, a: 2, s: 'out' },
];

/** A worker whose capture has begun; once `quiet` was called no event is awaited any more. */
function begun() {
  let now = 0;
  const names = new ThreadNames(tid => Promise.resolve({ pid: tid, name: 'orders', uid: 0 }));
  const service = new EventService(names, () => now);
  service.handlers.begin({ facts: FACTS, capacity: 1000, isLocal: true });
  return {
    service,
    schema: (id: number): number => service.handlers.format({ text: FORMAT(id) }),
    take: (events: readonly Event[]) => service.takePages(3, 1, 0, pagesOf(events)),
    shown: async () => {
      service.handlers.rows({ from: -10, to: 0 });
      await new Promise(setImmediate);
      return service.handlers.rows({ from: -10, to: 0 }).rows;
    },
    quiet: () => (now += 5000),
  };
}

describe('a filter while events come', () => {
  it('finds calls by what they took, which is known later', async () => {
    const { service, schema, take, shown, quiet } = begun();
    service.handlers.pair({ entry: schema(7), ret: schema(8) });
    await service.handlers.filter(SLOW);
    for (let second = 0; second < 5; second++) {
      take(call(8, second));
      await shown();
    }
    quiet();
    expect((await shown()).map(({ took }) => took)).toEqual(Array.from({ length: 10 }, () => 500));
    const { rates, slowest } = await service.handlers.summary({ columns: [], limit: 1 });
    expect([rates.tables.length, slowest.length]).toEqual([2, 5]);
  });

  it('finds calls where it was there before the events that are paired', async () => {
    const { service, schema, take, shown, quiet } = begun();
    await service.handlers.filter(SLOW);
    const [entry, ret] = [schema(7), schema(8)];
    take(call(8));
    service.handlers.pair({ entry, ret });
    quiet();
    expect(await shown()).toHaveLength(2);
  });

  it('finds the first events of a thread, whose process is looked up beside', async () => {
    const { service, schema, take, shown } = begun();
    schema(7);
    const process = { column: 'process', is: 'is', value: 'orders 5' } as const;
    await service.handlers.filter({ filter: { text: '', conditions: [process] } });
    take(call(7));
    await new Promise(setImmediate);
    expect(await shown()).toHaveLength(2);
  });
});

describe('probes that are made again', () => {
  it.each(['the entry', 'the return'])('pairs calls when %s is another event', async end => {
    const { service, schema, take, shown, quiet } = begun();
    const [first, ret, again] = [schema(7), schema(8), schema(9)];
    const [entry, isEntry] = [schema(end === 'the entry' ? 9 : 7), end === 'the entry'];
    service.handlers.pair({ entry: first, ret });
    const [begin, back] = call(isEntry ? 8 : 9, 1);
    take([...call(8), { ...begin!, id: isEntry ? 9 : 7 }, back!]);
    // The page has looked at its columns before they are paired.
    await shown();
    service.handlers.pair({ entry, ret: isEntry ? ret : again });
    quiet();
    const rows = await shown();
    expect(rows.map(({ took, values }) => [took, ...values])).toEqual([
      [500, '1', '"in"', '2'],
      [500, '2', '"out"'],
      [500, '1', '"in"', '2'],
      [500, '2', '"out"'],
    ]);
    expect(service.handlers.rows({ from: 0, to: 1 }).news.unpaired).toBe(0);
  });
});

describe('what a call returned', () => {
  it('is counted, however long the call lasted', async () => {
    const { service, schema, take, quiet } = begun();
    service.handlers.pair({ entry: schema(7), ret: schema(8) });
    const [entry, back] = call(8);
    // Long after its entry is in no order that may change.
    take([entry!, { ...entry!, time: 9e9, thread: 6 }]);
    await service.handlers.summary({ columns: ['returned'], limit: 9 });
    take([{ ...back!, time: 10e9 }]);
    quiet();
    const { columns } = await service.handlers.summary({ columns: ['returned'], limit: 9 });
    expect(columns).toMatchObject([{ count: 1, top: [{ value: '2', count: 1 }] }]);
  });

  const saved = async (
    service: EventService,
    kind: 'csv' | 'recording',
    masked: readonly string[],
    open?: (path: string) => Promise<unknown>,
  ): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'probescope-masks-'));
    try {
      const path = join(folder, 'events');
      const params = { view: 0, path, kind, masked, labels: [], lost: 0 } as const;
      await service.handlers.save(params, { progress: () => undefined });
      await open?.(path);
      return await readFile(path, 'latin1');
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  /** Its value is that of a field of another name. */
  const withSecret = () => {
    const { service, take, quiet } = begun();
    const [entry, ret] = [7, 8].map(id =>
      service.handlers.format({
        text: id === 7 ? FORMAT(7) : FORMAT(8).replace('s32 a', 's32 code'),
      }),
    );
    service.handlers.pair({ entry: entry!, ret: ret! });
    take([call(8)[0]!, { ...call(8)[1]!, a: 424242 }]);
    quiet();
    return service;
  };

  it('is masked in a file where the field that tells it is', async () => {
    expect(await saved(withSecret(), 'csv', [])).toMatch(/(424242[^]*){2}/);
    const csv = await saved(withSecret(), 'csv', ['code']);
    expect(csv).not.toContain('424242');
    expect(csv.split('\r\n')[0]).toBe(
      'time_ns,event,took_ns,process,thread,cpu,a,s,returned (masked),code (masked)',
    );
  });

  it('is masked where it is told to be, also in what a recording makes it of', async () => {
    const service = withSecret();
    service.handlers.mask({ patterns: ['returned'] });
    const { rows } = service.handlers.rows({ from: 0, to: 1 });
    expect(rows[0]?.values).toEqual(['1', '"in"', 'masked']);
    const fields = service.handlers.schemas()[0]?.fields ?? [];
    expect(fields.at(-1)).toEqual({ name: 'returned', isNumber: false, masked: true });
    const values = async (of: EventService): Promise<unknown> => {
      const opened = new EventService(new ThreadNames(() => Promise.resolve(undefined)));
      await saved(of, 'recording', [], path =>
        opened.handlers.openRecording({ path, capacity: 1000 }, { progress: () => undefined }),
      );
      return opened.handlers.rows({ from: 0, to: 9 }).rows.map(row => row.values);
    };
    expect(await values(withSecret())).toEqual([
      ['1', '"in"', '424242'],
      ['424242', '"out"'],
    ]);
    expect(await values(service)).toEqual([
      ['1', '"in"', 'masked'],
      ['masked', '"out"'],
    ]);
  });
});
