import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ColumnCounts } from '../../../src/events/columnCounts';
import { EventFields } from '../../../src/events/eventFields';
import { parseEventFormat, type EventFormat } from '../../../src/events/eventFormat';
import { EventStore } from '../../../src/events/eventStore';
import type { ColumnFacts } from '../../../src/events/valueCounts';
import { type Event, LAYOUT, pagesOf, workFormat } from './storePages';

const COLUMNS = ['event', 'cpu', 'thread', 'process', 'a', 's', 'none'];
const processName = (thread: number): string => (thread === 0 ? '' : `orders ${thread}`);

function storeOf(...formats: readonly EventFormat[]): EventStore {
  const store = new EventStore(LAYOUT, 1_000_000);
  formats.forEach(format => store.addFormat(format));
  return store;
}

/** The same facts by looking at every row. */
function naive(store: EventStore, column: string): ColumnFacts {
  const fields = new EventFields(store, processName, () => []);
  const counts = new ColumnCounts(fields, column);
  for (let position = store.order.first; position < store.order.end; position++) {
    counts.add(store.order.table(position), store.order.row(position));
  }
  return counts.facts(20_000);
}

/** Values that came as often as each other have no order, and a sum of large numbers hangs on theirs. */
function sorted(facts: ColumnFacts | undefined): unknown {
  const { min = 0, max = 0, mean = 0 } = facts?.numbers ?? {};
  const numbers = { ...facts?.numbers, mean: (mean / Math.max(1, max, -min)).toFixed(9) };
  return { ...facts, numbers, top: new Map(facts?.top.map(({ value, count }) => [value, count])) };
}

const events = fc
  .array(
    fc.record({
      id: fc.constantFrom(7, 8),
      thread: fc.integer({ min: 0, max: 3 }),
      gap: fc.integer({ min: 1, max: 400e6 }),
      a: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer()),
      s: fc.oneof(fc.constantFrom('', 'x', 'xy'), fc.string({ unit: 'grapheme', maxLength: 12 })),
    }),
    { minLength: 1, maxLength: 400 },
  )
  .map(list => {
    let time = 1000;
    return list.map(({ gap, s, ...rest }): Event => ({
      ...{ ...rest, s: s.replaceAll('\0', '') },
      time: (time += gap),
    }));
  });

describe('counts over all events', () => {
  it('are those of every row, though most rows are left out', () => {
    fc.assert(
      fc.property(fc.array(events, { minLength: 1, maxLength: 3 }), cpus => {
        const whole = storeOf(workFormat(7), workFormat(8));
        const sampled = storeOf(workFormat(7), workFormat(8));
        sampled.sampling.parts = 4;
        for (const store of [whole, sampled]) {
          cpus.forEach((list, cpu) => store.add(cpu, pagesOf(list)));
          store.flush();
        }
        const total = cpus.flat().length;
        expect(whole.sampling).toMatchObject({ kept: total, of: total });
        expect(sampled.sampling.of).toBe(total);
        expect(sampled.order.end).toBe(sampled.sampling.kept);
        for (const column of COLUMNS) {
          const expected = sorted(naive(whole, column));
          expect(sorted(whole.aggregate.facts(column, 20_000, processName))).toEqual(expected);
          expect(sorted(sampled.aggregate.facts(column, 20_000, processName))).toEqual(expected);
        }
        const seconds = sampled.aggregate.rates.facts().tables.flatMap(each => each.perSecond);
        expect(seconds.reduce((sum, count) => sum + count, 0)).toBe(total);
      }),
      { numRuns: 40 },
    );
  });

  it('leave out of the rows what is between two that are kept, and say where', () => {
    const store = storeOf(workFormat(7));
    store.sampling.parts = 8;
    const list = Array.from({ length: 20_000 }, (_, at) => event(at));
    store.add(0, pagesOf(list));
    store.flush();
    const { kept, of } = store.sampling;
    expect(of).toBe(20_000);
    expect(kept / of).toBeGreaterThan(1 / 10);
    expect(kept / of).toBeLessThan(1 / 6);
    expect(store.sampling.hides(10_000, 10_001)).toBe(true);
    expect(store.sampling.hides(30_000, 40_000)).toBe(false);
    const rows = Array.from({ length: store.order.end }, (_, at) => store.order.time(at));
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
  });

  it('tell numbers beyond the first 10,000 by their size, and texts as others', () => {
    const store = storeOf(workFormat(7));
    const list = Array.from({ length: 30_000 }, (_, at) => ({ ...event(at), s: `text ${at}` }));
    store.add(0, pagesOf(list));
    store.flush();
    const facts = store.aggregate.facts('a', 20_000, processName);
    expect(sorted(facts)).toEqual(sorted(naive(store, 'a')));
    expect(facts).toMatchObject({ count: 30_000, others: 20_000, numbers: { max: 29_999 } });
    const texts = store.aggregate.facts('s', 20_000, processName);
    expect(texts).toMatchObject({ count: 30_000, others: 20_000 });
    expect(texts?.top).toHaveLength(10_000);
  });

  it('forget the values of a field that is masked', () => {
    const store = storeOf(workFormat(7));
    const add = (): void => {
      store.add(0, pagesOf([event(1), event(2)]));
      store.flush();
    };
    add();
    store.mask(field => field === 's');
    add();
    expect(store.aggregate.facts('s', 9, processName)?.top).toEqual([
      { value: 'masked', count: 4 },
    ]);
    expect(store.aggregate.facts('a', 9, processName)?.count).toBe(4);
  });

  it('are those of every row for numbers of each size and sign, arrays and faults', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 30 }),
        records => {
          const store = storeOf(wideFormat());
          store.add(0, widePage(records));
          store.flush();
          for (const { name } of wideFormat().fields) {
            const facts = store.aggregate.facts(name, 100, processName);
            expect(sorted(facts)).toEqual(sorted(naive(store, name)));
          }
        },
      ),
    );
  });
});

const event = (at: number): Event => ({ id: 7, time: 1000 + at, thread: 42, a: at, s: 'x' });

function wideFormat(): EventFormat {
  const fields = [
    's8 a;	offset:8;	size:1;	signed:1;',
    'u8 b;	offset:9;	size:1;	signed:0;',
    's16 c;	offset:10;	size:2;	signed:1;',
    'u16 d;	offset:12;	size:2;	signed:0;',
    'char fixed[2];	offset:14;	size:2;	signed:0;',
    's64 e;	offset:16;	size:8;	signed:1;',
    'u64 f;	offset:24;	size:8;	signed:0;',
    'u16 g[2];	offset:32;	size:4;	signed:0;',
    '__data_loc char[] h;	offset:36;	size:4;	signed:0;',
  ];
  const format = parseEventFormat(
    `name: wide\nID: 9\n${fields.map(field => `\tfield:${field}`).join('\n')}\n`,
  );
  if (!format) {
    throw new Error('not a format');
  }
  return format;
}

/** One page of records with these bytes after the fields that all have. */
function widePage(records: readonly Uint8Array[]): Buffer {
  const page = Buffer.alloc(4096);
  let at = 16;
  for (const bytes of records) {
    page.writeUInt32LE(10, at);
    page.writeUInt16LE(9, at + 4);
    page.set(bytes, at + 12);
    at += 44;
  }
  page.writeUInt32LE(at - 16, 8);
  return page;
}
