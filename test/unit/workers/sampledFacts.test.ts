import { describe, expect, it } from 'vitest';
import { EventStore } from '../../../src/events/eventStore';
import { sampledFacts } from '../../../src/workers/events/sampledFacts';
import { LAYOUT, pagesOf, workFormat } from '../events/storePages';

/** A store that keeps eight of so many events that became rows, `of` came. */
function storeWith(rows: number, of: number): EventStore {
  const store = new EventStore(LAYOUT, 8);
  store.addFormat(workFormat(7));
  store.add(
    0,
    pagesOf(
      Array.from({ length: rows }, (_, a) => ({ id: 7, time: 1000 + a, thread: 1, a, s: '' })),
    ),
  );
  store.flush();
  Object.assign(store.sampling, { kept: rows, of });
  return store;
}

const WHOLE = new Map([['cpu', { column: 'cpu', count: 40, top: [], others: 0 }]]);

describe('how many events a summary is of', () => {
  it('is not said where every event has a row', () => {
    expect(sampledFacts({ store: storeWith(8, 8), isOver: false }, WHOLE)).toBeUndefined();
    // What made room was counted before.
    expect(sampledFacts({ store: storeWith(10, 10), isOver: false }, WHOLE)).toBeUndefined();
  });

  it('is said of what is counted over rows while they are sampled', () => {
    expect(sampledFacts({ store: storeWith(8, 40), isOver: false }, WHOLE)).toEqual({
      ...{ kept: 8, of: 40, whole: ['cpu'], areRatesWhole: true },
    });
    expect(sampledFacts({ store: storeWith(8, 40), isOver: false }, undefined)).toEqual({
      ...{ kept: 8, of: 40, whole: [], areRatesWhole: false },
    });
  });

  it('is said of all in a recording whose capture had more', () => {
    const store = storeWith(10, 10);
    const { held } = store;
    expect(sampledFacts({ store, isOver: true }, WHOLE)).toEqual({
      ...{ kept: held, of: 10, whole: [], areRatesWhole: false },
    });
    expect(sampledFacts({ store: storeWith(8, 8), isOver: true }, WHOLE)).toBeUndefined();
  });
});
