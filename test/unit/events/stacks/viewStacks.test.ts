import { describe, expect, it } from 'vitest';
import { EventStore } from '../../../../src/events/eventStore';
import { EventView } from '../../../../src/events/eventView';
import { ViewStacks } from '../../../../src/events/stacks/viewStacks';
import { LAYOUT, pagesOf, workFormat } from '../storePages';

const EVENTS = 120_000;

/** Events of two tables by turns; the stack of a row has the number of its remainder by 3. */
function filled(fits: (row: number) => boolean) {
  const store = new EventStore(LAYOUT, 1e6);
  [7, 8].forEach(id => store.addFormat(workFormat(id)));
  const take = (from: number, count: number): void => {
    const events = Array.from({ length: count }, (_, at) => {
      const a = from + at;
      return { id: 7 + (a % 2), time: 1000 + a, thread: 1, a, s: '' };
    });
    store.add(0, pagesOf(events));
    store.flush();
  };
  take(0, EVENTS);
  const view = new EventView(store, (_, row) => fits(row));
  const of = (row: number) => ({ kernel: row % 3, user: 0 });
  return { stacks: new ViewStacks(store, view, 1, of), view, take };
}

describe('stacks of what is shown', () => {
  it('are those of the rows that fit, and of those that come', async () => {
    const { stacks, view, take } = filled(row => row % 2 === 0);
    const counted = async () =>
      (await stacks.count(true))?.map(({ kernel, count }) => [kernel, count]).sort();
    // Rows 0, 2, 4… of 60,000: a third has no stack, and a third each of the others.
    expect(await counted()).toEqual([
      [1, 10_000],
      [2, 10_000],
    ]);
    take(EVENTS, 12);
    view.changed(EVENTS);
    expect(await counted()).toEqual([
      [1, 10_001],
      [2, 10_001],
    ]);
  });

  it('are not gone on with where something else is shown', async () => {
    let looked = 0;
    const { stacks, view } = filled(() => ++looked > 0);
    const counting = stacks.count(true);
    stacks.close();
    view.close();
    expect(await counting).toBeUndefined();
    await new Promise(setImmediate);
    expect(looked).toBeLessThan(EVENTS / 2);
  });
});
