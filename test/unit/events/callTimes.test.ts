import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallPairs } from '../../../src/events/callPairs';
import { EventFields, TOOK } from '../../../src/events/eventFields';
import { EventStore } from '../../../src/events/eventStore';
import { EventView } from '../../../src/events/eventView';
import { Summary, type SummaryFacts } from '../../../src/events/summary';
import { Callers } from '../../../src/workers/callers/callers';
import { wholeCounts, withWholeCounts } from '../../../src/workers/events/wholeCounts';
import { LAYOUT, pagesOf, workFormat } from './storePages';

const [ENTRY, RETURN] = [7, 8];
/** Calls of a thread that end in reverse order, or do not end. */
interface Move {
  readonly thread: number;
  readonly cpu: number;
  readonly isReturn: boolean;
  readonly gap: number;
}
const moves = fc.array(
  fc.record({
    thread: fc.integer({ min: 1, max: 3 }),
    cpu: fc.integer({ min: 0, max: 2 }),
    isReturn: fc.boolean(),
    gap: fc.integer({ min: 1, max: 30e6 }),
  }),
  { minLength: 1, maxLength: 600 },
);

/** A capture of which one of so many pages becomes rows, in batches as they come from the helper. */
function capture(parts: number, list: readonly Move[]): EventStore {
  const store = new EventStore(LAYOUT, 1_000_000);
  store.sampling.parts = parts;
  const [entry, ret] = [ENTRY, RETURN].map(id => store.addFormat(workFormat(id)));
  store.aggregate.times.pair(entry!, ret!);
  let time = 1000;
  const events = list.map(({ thread, isReturn, gap, cpu }, a) => {
    time += gap;
    return { cpu, event: { id: isReturn ? RETURN : ENTRY, time, thread, a, s: '' } };
  });
  for (let from = 0; from < events.length; from += 100) {
    for (const cpu of [2, 0, 1]) {
      const some = events.slice(from, from + 100).filter(each => each.cpu === cpu);
      store.add(cpu, some.length === 0 ? Buffer.alloc(0) : pagesOf(some.map(({ event }) => event)));
    }
    store.flush();
  }
  return store;
}

/** What a page is told of it, all over. */
async function facts(store: EventStore): Promise<SummaryFacts> {
  const pair = new CallPairs(store, 0, 1);
  pair.advance(true);
  const fields = new EventFields(
    store,
    () => '',
    () => [pair],
  );
  const callers = new Callers(store, fields, true, false);
  const summary = new Summary(store, new EventView(store, undefined), fields);
  const ofRows = await summary.facts([TOOK], 20_000, true);
  store.aggregate.times.advance(true);
  const whole = wholeCounts({ store, fields, callers, processName: () => '' }, [TOOK], 20_000);
  return withWholeCounts(ofRows, { store }, [TOOK], whole);
}

const call = (thread: number, cpu: number, isReturn: boolean, gap: number): Move => ({
  ...{ thread, cpu, isReturn, gap },
});

describe('what calls took, over all events', () => {
  it('is what the rows tell, though most rows are left out and threads change CPUs', async () => {
    await fc.assert(
      fc.asyncProperty(moves, async list => {
        const told = await facts(capture(1, list));
        const sampled = capture(8, list);
        const whole = await facts(sampled);
        const { mean = 0, ...numbers } = told.columns[0]?.numbers ?? {};
        if (sampled.sampling.kept < sampled.sampling.of) {
          expect(new Map(whole.columns[0]?.top.map(each => [each.value, each.count]))).toEqual(
            new Map(told.columns[0]?.top.map(each => [each.value, each.count])),
          );
          expect(whole.columns[0]?.numbers?.mean ?? 0).toBeCloseTo(mean, 3);
          expect({ ...whole.columns[0]?.numbers, mean: 0 }).toEqual({ ...numbers, mean: 0 });
          expect(whole.slowest.map(({ took }) => took)).toEqual(
            told.slowest.map(({ took }) => took),
          );
          for (const { index, time } of whole.slowest) {
            expect(index < 0 ? time : sampled.order.time(index)).toBe(time);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is counted in little memory while events come, as soon as none older can come', () => {
    const list = Array.from({ length: 200_000 }, (_, at) => call(1, 0, at % 2 === 1, 3000));
    const store = capture(64, list);
    const counted = store.aggregate.times.facts(TOOK, 1);
    expect(counted.count).toBeGreaterThan(0);
    expect(counted.top).toEqual([{ value: '3000', count: counted.count }]);
    store.aggregate.times.advance(true);
    expect(store.aggregate.times.facts(TOOK, 1).count).toBe(100_000);
  });

  it('is not told of calls that may have ended among lost events', () => {
    const store = capture(1, [call(1, 0, false, 1)]);
    store.aggregate.times.gap(0);
    const event = { id: RETURN, time: 9000, thread: 1, a: 0, s: '' };
    store.add(0, pagesOf([event, { ...event, id: ENTRY, time: 9010 }, { ...event, time: 9020 }]));
    store.aggregate.times.advance(true);
    expect(store.aggregate.times.facts(TOOK, 9).top).toEqual([{ value: '10', count: 1 }]);
  });
});
