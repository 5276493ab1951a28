import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEventFormat } from '../../../src/events/eventFormat';
import { EventFields } from '../../../src/events/eventFields';
import { filterTest, type EventFilter } from '../../../src/events/eventFilter';
import { EventStore } from '../../../src/events/eventStore';
import { EventView } from '../../../src/events/eventView';
import { type Event, LAYOUT, pagesOf, workFormat } from './storePages';

const event = (changes: Partial<Event>): Event => ({
  ...{ id: 7, time: 1000, thread: 42, a: 0, s: '' },
  ...changes,
});

function storeOf(cpus: readonly (readonly Event[])[], capacity = 1_000_000): EventStore {
  const store = new EventStore(LAYOUT, capacity);
  store.addFormat(workFormat(7));
  store.addFormat(workFormat(8));
  cpus.forEach((events, cpu) => store.add(cpu, pagesOf(events)));
  store.flush();
  return store;
}

function fieldsOf(store: EventStore): EventFields {
  return new EventFields(
    store,
    () => 'orders 42',
    () => [],
  );
}

/** `id a s` of each event in the order of the store, with its absolute time. */
function shown(store: EventStore): { id: number; time: number; a: unknown; s: unknown }[] {
  return Array.from({ length: store.order.end - store.order.first }, (_, index) => {
    const position = store.order.first + index;
    const table = store.tables[store.order.table(position)]!;
    const row = store.order.row(position);
    return {
      id: table.format.id,
      time: table.time(row) + Number(store.epoch),
      a: table.value(row, 0),
      s: table.value(row, 1),
    };
  });
}

const events = fc
  .array(
    fc.record({
      id: fc.constantFrom(7, 8),
      gap: fc.integer({ min: 1, max: 5000 }),
      a: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      s: fc.string({ unit: 'grapheme', maxLength: 12 }).filter(text => !text.includes('\0')),
    }),
    { maxLength: 60 },
  )
  .map(list => {
    let time = 1000;
    return list.map(({ gap, ...rest }) => event({ ...rest, time: (time += gap) }));
  });

describe('an event store', () => {
  it('has the events of all CPUs by time, however they were read', () => {
    fc.assert(
      fc.property(fc.array(events, { minLength: 1, maxLength: 4 }), fc.nat(60), (cpus, cut) => {
        const store = new EventStore(LAYOUT, 1_000_000);
        store.addFormat(workFormat(7));
        store.addFormat(workFormat(8));
        // Each CPU's events in two readings, so that later ones are older than what is there.
        for (const part of [0, 1]) {
          cpus.forEach((list, cpu) => {
            const piece = part === 0 ? list.slice(0, cut) : list.slice(cut);
            if (piece.length > 0) {
              store.add(cpu, pagesOf(piece));
            }
          });
          store.flush();
        }
        const all = cpus.flat();
        const got = shown(store);
        expect(got.map(({ time }) => time)).toEqual(
          all.map(({ time }) => time).toSorted((a, b) => a - b),
        );
        const key = ({ id, time, a, s }: { id: number; time: number; a: unknown; s: unknown }) =>
          JSON.stringify([id, time, a, s]);
        expect(got.map(key).sort()).toEqual(all.map(key).sort());
      }),
    );
  });

  it('keeps the newest that fit its memory where texts are long', () => {
    const maxBytes = 24 << 20;
    const store = new EventStore(LAYOUT, 1_000_000, maxBytes);
    store.addFormat(workFormat(7));
    let most = 0;
    for (let batch = 0; batch < 60; batch++) {
      const events = Array.from({ length: 2000 }, (_, at) =>
        event({ time: batch * 2000 + at, a: batch * 2000 + at, s: 'x'.repeat(400) }),
      );
      store.add(0, pagesOf(events));
      store.flush();
      most = Math.max(most, store.bytes);
    }
    // 48 MB of texts came in; one chunk more may be begun before they are weighed again.
    expect(most).toBeLessThan(maxBytes + (16 << 20));
    const kept = shown(store);
    expect(kept.length + store.losses.dropped).toBe(120_000);
    expect(kept.at(-1)).toMatchObject({ a: 119_999 });
    expect(kept.length).toBeGreaterThan(10_000);
  });

  it('keeps the newest when it is full, counts the others, and gives their memory back', () => {
    const store = new EventStore(LAYOUT, 50_000);
    store.addFormat(workFormat(7));
    let most = 0;
    for (let batch = 0; batch < 100; batch++) {
      const list = Array.from({ length: 5000 }, (_, at) => {
        const number = batch * 5000 + at;
        return event({ time: 1000 + number, a: number, s: `text ${number}` });
      });
      store.add(0, pagesOf(list));
      store.flush();
      most = Math.max(most, store.bytes);
    }
    const rows = shown(store);
    expect(rows.length).toBeLessThanOrEqual(50_000);
    expect(rows.length).toBeGreaterThan(40_000);
    expect(rows.at(-1)).toMatchObject({ a: 499_999, s: 'text 499999' });
    expect(rows[0]).toMatchObject({ a: 500_000 - rows.length });
    expect(store.losses.dropped).toBe(500_000 - rows.length);
    // 16 bytes for each place in the order, some 50 for a row.
    expect(most).toBeLessThan(50_000 * 200);
  });

  it('keeps first hits until their format is known', () => {
    const store = new EventStore(LAYOUT, 1000);
    store.add(3, pagesOf([event({ id: 9, a: 5, s: 'early' })]));
    store.flush();
    expect(store.order.end).toBe(0);
    store.addFormat(workFormat(9));
    store.flush();
    expect(shown(store)).toMatchObject([{ id: 9, a: 5, s: 'early' }]);
    expect(store.losses.unknown).toBe(0);
  });

  it('counts pages that cannot be read, and records too short for their format', () => {
    const store = storeOf([[event({})]]);
    const bad = pagesOf([event({ time: 5000 })]);
    bad.writeUInt32LE(0xfffff, 8);
    store.add(0, bad);
    // A record of 12 bytes, where the format needs 16.
    const short = Buffer.alloc(4096);
    short.writeUInt32LE(16, 8);
    short.writeUInt32LE(3, 16);
    short.writeUInt16LE(7, 20);
    store.add(0, short);
    store.flush();
    expect(store.losses).toMatchObject({ badPages: 1, unknown: 1 });
    expect(shown(store)).toHaveLength(1);
  });

  it('never reads outside a record, whatever its strings claim', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), location => {
        const pages = pagesOf([event({ s: 'x' })]);
        pages.writeUInt32LE(location, 16 + 8 + 12);
        const store = new EventStore(LAYOUT, 1000);
        store.addFormat(workFormat(7));
        store.add(0, pages);
        store.flush();
        const [row] = shown(store);
        const isInside = (location & 0xffff) + (location >>> 16) <= 20 && location >>> 16 > 0;
        expect(row?.s === null).toBe(!isInside);
      }),
    );
  });
});

describe('a view of a store', () => {
  const list = Array.from({ length: 100 }, (_, at) =>
    event({ id: 7 + (at % 2), time: 1000 + at, a: at, s: at % 10 === 0 ? 'Zebra' : 'horse' }),
  );

  async function found(filter: EventFilter): Promise<unknown[]> {
    const store = storeOf([list]);
    const view = new EventView(store, filterTest(store, fieldsOf(store), filter));
    await view.complete();
    return Array.from({ length: view.endIndex - view.firstIndex }, (_, at) => {
      const position = view.position(view.firstIndex + at);
      return store.tables[store.order.table(position)]!.value(store.order.row(position), 0);
    });
  }

  it.each<[string, EventFilter, unknown[]]>([
    ['a number', { text: '', conditions: [{ column: 'a', is: 'is', value: '7' }] }, [7]],
    [
      'a range of numbers',
      {
        text: '',
        conditions: [
          { column: 'a', is: 'more', value: '96' },
          { column: 'a', is: 'less', value: '0x63' },
        ],
      },
      [97, 98],
    ],
    [
      'text in any case',
      { text: 'zebra', conditions: [] },
      [0, 10, 20, 30, 40, 50, 60, 70, 80, 90],
    ],
    [
      'an event and not a value',
      {
        text: '',
        conditions: [
          { column: 'event', is: 'is', value: 'work7' },
          { column: 's', is: 'contains', value: 'ZEB' },
          { column: 'a', is: 'isNot', value: '10' },
        ],
      },
      [0, 20, 30, 40, 50, 60, 70, 80, 90].filter(a => a % 2 === 0),
    ],
    [
      'a column that no event has',
      { text: '', conditions: [{ column: 'z', is: 'is', value: '1' }] },
      [],
    ],
    [
      'what is not a number',
      { text: '', conditions: [{ column: 's', is: 'more', value: '1' }] },
      [],
    ],
  ])('holds the events that fit: %s', async (_, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  it('follows events that come, come late, and go', async () => {
    const store = new EventStore(LAYOUT, 60);
    store.addFormat(workFormat(7));
    const odd = { column: 's', is: 'is', value: '"odd"' } as const;
    const view = new EventView(
      store,
      filterTest(store, fieldsOf(store), { text: '', conditions: [odd] }),
    );
    const add = async (numbers: number[], cpu: number): Promise<void> => {
      const list = numbers.map(a => event({ time: 1000 + a, a, s: a % 2 ? 'odd' : 'even' }));
      store.add(cpu, pagesOf(list));
      view.changed(store.flush());
      await view.complete();
    };
    const values = (): unknown[] =>
      Array.from({ length: view.endIndex - view.firstIndex }, (_, at) =>
        store.tables[0]!.value(store.order.row(view.position(view.firstIndex + at)), 0),
      );
    await add([1, 2, 5, 6], 0);
    await add([3, 4, 7], 1);
    expect(values()).toEqual([1, 3, 5, 7]);
    await add(
      Array.from({ length: 80 }, (_, at) => at + 10),
      0,
    );
    expect(values()).toEqual(
      shown(store)
        .map(({ a }) => a)
        .filter(a => Number(a) % 2 === 1),
    );
    expect(values().at(-1)).toBe(89);
  });
});

describe('formats of events', () => {
  it('that lie are refused', () => {
    expect(parseEventFormat('')).toBeUndefined();
    expect(
      parseEventFormat('name: x\nID: 5\n\tfield:u8 a;\toffset:70000;\tsize:1;\tsigned:0;'),
    ).toBe(undefined);
  });
});
