import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallPairs } from '../../../src/events/callPairs';
import { OpenCalls } from '../../../src/events/openCalls';
import { EventStore } from '../../../src/events/eventStore';
import { type Event, LAYOUT, pagesOf, workFormat } from './storePages';

/** A call tree of one thread: how long before each entry, in ns, and what it calls. */
interface Call {
  readonly gap: number;
  readonly calls: readonly Call[];
}

const call: fc.Arbitrary<Call> = fc.letrec<{ call: Call }>(tie => ({
  call: fc.record({
    gap: fc.integer({ min: 1, max: 1000 }),
    calls: fc.oneof({ maxDepth: 5 }, fc.constant([]), fc.array(tie('call'), { maxLength: 3 })),
  }),
})).call;

/** Entries are event 7, returns event 8; `a` of a return is what the call took. */
function trace(calls: readonly Call[], thread: number): Event[] {
  const events: Event[] = [];
  let time = 1000 + thread;
  const run = ({ gap, calls: inner }: Call): void => {
    time += gap;
    const began = time;
    events.push({ id: 7, time, thread, a: 0, s: '' });
    inner.forEach(run);
    time += gap;
    events.push({ id: 8, time, thread, a: time - began, s: '' });
  };
  calls.forEach(run);
  return events;
}

function pairsOf(cpus: readonly (readonly Event[])[]): { pairs: CallPairs; store: EventStore } {
  const store = new EventStore(LAYOUT, 1_000_000);
  const [entry, ret] = [store.addFormat(workFormat(7)), store.addFormat(workFormat(8))];
  cpus.forEach((events, cpu) => events.length > 0 && store.add(cpu, pagesOf(events)));
  store.flush();
  const pairs = new CallPairs(store, entry, ret);
  pairs.advance(true);
  return { pairs, store };
}

describe('entries and returns of a function', () => {
  it('are paired by thread, nested and recursive calls and moves between CPUs included', () => {
    fc.assert(
      fc.property(
        fc.array(call, { maxLength: 5 }),
        fc.array(call, { maxLength: 5 }),
        (one, two) => {
          const events = [...trace(one, 1), ...trace(two, 2)].toSorted((a, b) => a.time - b.time);
          // Each event was on another CPU than the one before.
          const cpus = [0, 1, 2].map(cpu => events.filter((_, at) => at % 3 === cpu));
          const { pairs, store } = pairsOf(cpus);
          const [entries, returns] = [store.tables[0]!, store.tables[1]!];
          for (let row = 0; row < returns.nextRow; row++) {
            expect(pairs.took(1, row)).toBe(returns.value(row, 0));
          }
          for (let row = 0; row < entries.nextRow; row++) {
            const ended = pairs.returned(0, row)!;
            expect(pairs.took(0, row)).toBe(returns.time(ended) - entries.time(row));
          }
          expect(pairs.losses).toEqual({ entries: 0, returns: 0 });
          // By what is there alone it is the same.
          for (let position = store.order.first; position < store.order.end; position++) {
            const other = pairs.otherEndByNow(position)!;
            expect(Math.abs(store.order.time(other) - store.order.time(position))).toBe(
              pairs.took(store.order.table(position), store.order.row(position)),
            );
          }
        },
      ),
    );
  });

  it('that have no other end are counted, and take no time', () => {
    const leaf = { gap: 10, calls: [] };
    // Returns that came before the first entry had no probe on theirs.
    const events = trace([leaf, leaf, leaf], 1).toSpliced(4, 1).toSpliced(0, 1);
    const { pairs } = pairsOf([events]);
    expect([0, 1, 2].map(row => pairs.took(1, row))).toEqual([undefined, 10, undefined]);
    expect(pairs.losses.entries).toBe(1);
  });

  it('do not pile up where a function never returns', () => {
    const entries = Array.from({ length: 100 }, (_, at) => ({
      ...{ id: 7, thread: 1, a: 0, s: '' },
      time: 1000 + at,
    }));
    expect(pairsOf([entries]).pairs.losses.returns).toBe(36);
  });

  it('do not pile up where threads end within calls', () => {
    let lost = 0;
    const open = new OpenCalls(() => lost++, 3);
    for (let thread = 1; thread <= 5; thread++) {
      open.enter(thread, { table: 0, row: thread, time: thread });
    }
    expect([open.threads, lost]).toEqual([3, 2]);
    // Those whose calls began first are given up.
    expect([1, 2, 3].map(thread => open.leave(thread)?.row)).toEqual([undefined, undefined, 3]);
  });

  it('go on when the entry’s probe is made again, as another event', () => {
    const store = new EventStore(LAYOUT, 1000);
    const [entry, ret, again] = [7, 8, 9].map(id => store.addFormat(workFormat(id)));
    const pairs = new CallPairs(store, entry!, ret!);
    const [enter, leave] = trace([{ gap: 10, calls: [] }], 1);
    pairs.addEntry(again!);
    store.add(0, pagesOf([{ ...enter!, id: 9 }, leave!]));
    store.flush();
    expect(pairs.otherEndByNow(store.order.first + 1)).toBe(store.order.first);
    pairs.advance(true);
    expect([pairs.took(1, 0), pairs.losses.entries]).toEqual([10, 0]);
  });

  it('wait until no older event can come between them', () => {
    const store = new EventStore(LAYOUT, 1000);
    const [entry, ret] = [store.addFormat(workFormat(7)), store.addFormat(workFormat(8))];
    const pairs = new CallPairs(store, entry, ret);
    const [enter, leave] = trace([{ gap: 10, calls: [] }], 1);
    store.add(0, pagesOf([leave!]));
    store.flush();
    pairs.advance();
    store.add(1, pagesOf([enter!]));
    store.flush();
    pairs.advance(true);
    expect([pairs.took(1, 0), pairs.losses.entries]).toEqual([10, 0]);
  });
});
