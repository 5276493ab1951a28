import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventStore } from '../../../src/events/eventStore';
import { type Event, LAYOUT, pagesOf, workFormat } from './storePages';

const IDS = [7, 8];

/** What happens in the kernel, in its order. */
const steps = fc.array(
  fc.record({
    what: fc.constantFrom('make', 'remove', 'hit', 'hit', 'hit'),
    id: fc.constantFrom(...IDS),
    /** How much later than the pages its format comes. */
    delay: fc.nat(12),
    isLearned: fc.boolean(),
  }),
  { maxLength: 60, size: 'max' },
);

interface Message {
  readonly at: number;
  readonly deliver: (store: EventStore) => void;
}

/** A kernel that gives numbers again, and what the store hears of it. `a` of a record names its event. */
function happens(list: typeof steps extends fc.Arbitrary<infer T> ? T : never): {
  messages: Message[];
  /** By event: hits, and whether the store gets its format. */
  events: { id: number; hits: number; isLearned: boolean; isRemoved: boolean; since: number }[];
} {
  const events: ReturnType<typeof happens>['events'] = [];
  const messages: Message[] = [];
  const current = new Map<number, number>();
  const since = new Map<number, number>();
  let epoch = 0;
  list.forEach(({ what, id, delay, isLearned }, at) => {
    const index = current.get(id);
    const time = 1000 + at;
    if (what === 'make' && index === undefined) {
      const begin = since.get(id) ?? 0;
      current.set(id, events.length);
      events.push({ id, hits: 0, isLearned, isRemoved: false, since: begin });
      if (isLearned) {
        messages.push({
          at: at + delay,
          deliver: store => void store.addFormat(workFormat(id), begin),
        });
      }
    } else if (what === 'remove' && index !== undefined) {
      events[index]!.isRemoved = true;
      current.delete(id);
      const end = ++epoch;
      since.set(id, end);
      // Told by the pages themselves.
      messages.push({ at, deliver: store => store.retire(id, end) });
    } else if (what === 'hit' && index !== undefined) {
      events[index]!.hits++;
      const hit: Event = { id, time, thread: 1, a: index, s: '' };
      const of = epoch;
      messages.push({ at, deliver: store => store.add(0, pagesOf([hit]), of) });
    }
  });
  return { messages, events };
}

describe('numbers that the kernel gives again', () => {
  it('mean the event that had them when the pages were read, in whatever order news come', () => {
    fc.assert(
      fc.property(steps, list => {
        const { messages, events } = happens(list);
        const store = new EventStore(LAYOUT, 1_000_000);
        const inOrder = messages.map((message, index) => ({ message, index }));
        inOrder.sort((a, b) => a.message.at - b.message.at || a.index - b.index);
        inOrder.forEach(({ message }) => message.deliver(store));
        store.flush();
        const rows = Array.from({ length: store.order.end }, (_, position) => {
          const table = store.tables[store.order.table(position)]!;
          return {
            table: store.order.table(position),
            a: table.value(store.order.row(position), 0),
          };
        });
        // No table has rows of two events, none is there twice, and what is not there was counted.
        const ofTable = new Map<number, unknown>();
        rows.forEach(({ table, a }) => {
          expect(ofTable.get(table) ?? a).toBe(a);
          ofTable.set(table, a);
        });
        const waiting = events.filter(({ isLearned, isRemoved }) => !isLearned && !isRemoved);
        const hits = events.reduce((sum, event) => sum + event.hits, 0);
        const waits = waiting.reduce((sum, event) => sum + event.hits, 0);
        expect(rows.length + store.losses.unknown).toBe(hits - waits);
        events.forEach(({ hits: own, isLearned, isRemoved }, index) => {
          const count = rows.filter(({ a }) => a === index).length;
          expect(count).toBeLessThanOrEqual(own);
          if (isLearned && !isRemoved) {
            expect(count).toBe(own);
          }
          if (!isLearned) {
            expect(count).toBe(0);
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  it('do not fill the room for first hits for good', () => {
    const store = new EventStore(LAYOUT, 1_000_000);
    const hits = Array.from({ length: 60_000 }, (_, at) => ({
      ...{ id: 7, time: 1000 + at, thread: 1, a: 1, s: '' },
    }));
    store.add(0, pagesOf(hits), 0);
    expect(store.losses.unknown).toBe(10_000);
    store.retire(7, 1);
    expect(store.losses.unknown).toBe(60_000);
    store.add(0, pagesOf([{ id: 7, time: 90_000, thread: 1, a: 2, s: 'of another event' }]), 1);
    store.addFormat(workFormat(7), 1);
    store.flush();
    expect(store.order.end).toBe(1);
    expect(store.losses.unknown).toBe(60_000);
  });
});
