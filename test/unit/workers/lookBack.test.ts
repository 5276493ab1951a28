import { describe, expect, it } from 'vitest';
import { EventStore } from '../../../src/events/eventStore';
import { EventView } from '../../../src/events/eventView';
import { ShownEvents } from '../../../src/workers/events/shownEvents';
import { LAYOUT, pagesOf, workFormat } from '../events/storePages';

const EVENTS = 1000;
const NEAR = 10;
const FILTER = { text: '', conditions: [{ column: 'took', is: 'more', value: '1' }] } as const;

/** Events of which more is known later: those whose rows are in `known` fit then. */
async function filtered() {
  const store = new EventStore(LAYOUT, 1e6);
  store.addFormat(workFormat(7));
  const events = Array.from({ length: EVENTS }, (_, a) => ({
    id: 7,
    time: 1000 + a,
    thread: 1,
    a,
    s: '',
  }));
  store.add(0, pagesOf(events));
  store.flush();
  const known = new Set<number>();
  const clock = { now: 0 };
  const shown = new ShownEvents(store, () => clock.now, NEAR);
  let looked = 0;
  const view = new EventView(store, (_, row) => ++looked > 0 && known.has(row));
  shown.show(view, FILTER);
  await view.complete();
  const learn = async (row: number): Promise<void> => {
    known.add(row);
    shown.learnt(row, column => column === 'took');
    await view.complete();
  };
  const lookBack = async (): Promise<void> => {
    shown.lookBack();
    await view.complete();
    await new Promise(setImmediate);
  };
  return { view, clock, learn, lookBack, looks: () => looked };
}

describe('events of which more is known later', () => {
  it('are found however long ago they came', async () => {
    const { view, learn, lookBack } = await filtered();
    await learn(EVENTS - 3);
    expect(view.endIndex - view.firstIndex).toBe(1);
    await learn(5);
    await lookBack();
    expect(view.endIndex - view.firstIndex).toBe(2);
    expect(view.position(view.firstIndex)).toBe(5);
  });

  it('are not looked for all the time', async () => {
    const { clock, learn, lookBack, looks } = await filtered();
    await learn(5);
    const before = looks();
    const looking = lookBack();
    clock.now += 100;
    await looking;
    expect(looks() - before).toBeGreaterThanOrEqual(EVENTS - 5);
    await learn(6);
    const after = looks();
    clock.now += 300;
    await lookBack();
    expect(looks()).toBe(after);
    clock.now += 200;
    await lookBack();
    expect(looks() - after).toBe(EVENTS - 6);
  });
});
