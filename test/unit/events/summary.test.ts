import { expect, it } from 'vitest';
import type { EventFields } from '../../../src/events/eventFields';
import type { EventStore } from '../../../src/events/eventStore';
import type { EventView } from '../../../src/events/eventView';
import { Summary } from '../../../src/events/summary';

it('a look that fails is told so, and the next one counts each event once', async () => {
  const ROWS = 10;
  const store = {
    tables: [{ time: (row: number) => row }],
    order: { table: () => 0, row: (position: number) => position },
    settledEnd: () => ROWS,
  } as unknown as EventStore;
  const view = { firstIndex: 0, endIndex: ROWS, position: (index: number) => index };
  let isBroken = true;
  const fields = {
    counted: () => ({
      value: (row: number) => {
        if (isBroken && row === 4) {
          throw new Error('a row that cannot be read');
        }
        return 0;
      },
    }),
  } as unknown as EventFields;
  const summary = new Summary(store, view as unknown as EventView, fields);
  await expect(summary.facts([], 5)).rejects.toThrow('a row that cannot be read');
  isBroken = false;
  summary.recount(() => true);
  const { rates } = await summary.facts([], 5);
  expect(rates.tables).toEqual([{ table: 0, perSecond: [ROWS] }]);
  const again = await summary.facts([], 5);
  expect(again.rates).toEqual(rates);
});
