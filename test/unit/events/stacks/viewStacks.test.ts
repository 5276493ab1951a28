import { describe, expect, it } from 'vitest';
import { EventStore } from '../../../../src/events/eventStore';
import { EventView } from '../../../../src/events/eventView';
import { ViewStacks } from '../../../../src/events/stacks/viewStacks';
import { LAYOUT, pagesOf, workFormat } from '../storePages';

const EVENTS = 120_000;

/** Events of two tables by turns; the stack of a row has the number of its remainder by 3. */
function filled(fits?: (row: number) => boolean, capacity = 1e6) {
  const store = new EventStore(LAYOUT, capacity);
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
  const view = new EventView(store, fits && ((_, row) => fits(row)));
  let looks = 0;
  const of = (row: number) => {
    looks++;
    return { kernel: row % 3, user: 0 };
  };
  return { stacks: new ViewStacks(store, view, 1, of), view, take, looks: () => looks };
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

  it('are counted anew only where the view looks at events again', async () => {
    const known = new Set<number>();
    const { stacks, view, looks } = filled(row => row < 20_000 || known.has(row));
    const sum = async () => (await stacks.count(true))?.reduce((all, { count }) => all + count, 0);
    const counted = (rows: number) => rows - Math.ceil(rows / 3);
    expect(await sum()).toBe(counted(20_000));
    const before = looks();
    known.add(59_999);
    // Rows of two tables by turns: this is the last one but one.
    view.changed(EVENTS - 2);
    stacks.rewind();
    expect(await sum()).toBe(counted(20_000) + 1);
    expect(looks() - before).toBeLessThanOrEqual(1);
    view.changed(10_000);
    stacks.rewind();
    expect(await sum()).toBe(counted(20_000) + 1);
  });

  it('are told of a view that looks at events again all the time', async () => {
    const { stacks, view } = filled(() => true);
    let isOver = false;
    let again = 0;
    const change = async (): Promise<void> => {
      while (!isOver) {
        view.changed(EVENTS - 1000);
        stacks.rewind();
        again++;
        await view.complete();
        await new Promise(setImmediate);
      }
    };
    const counting = stacks.count(true);
    const changing = change();
    const counts = await counting;
    isOver = true;
    await changing;
    expect(again).toBeGreaterThan(1);
    const sum = counts?.reduce((all, { count }) => all + count, 0) ?? 0;
    // Of what it was looking at just then some may be missing, and nothing is there twice.
    expect(sum).toBeGreaterThan(20_000);
    expect(sum).toBeLessThanOrEqual(40_000);
    const last = await stacks.count(true);
    expect(last?.reduce((all, { count }) => all + count, 0)).toBe(40_000);
  });

  it('are told of events that made room for newer ones, too', async () => {
    const { stacks, view, take } = filled(undefined, 60_000);
    const sum = async () => (await stacks.count(true))?.reduce((all, { count }) => all + count, 0);
    const before = (await sum()) ?? 0;
    expect(before).toBeGreaterThan(0);
    take(EVENTS, 50_000);
    await sum();
    take(EVENTS + 50_000, 50_000);
    expect(view.firstIndex).toBeGreaterThan(EVENTS);
    // Of each 50,000 half are of the other table, and a third of the rest has no stack.
    expect(Math.abs(((await sum()) ?? 0) - before - 33_333)).toBeLessThanOrEqual(2);
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
