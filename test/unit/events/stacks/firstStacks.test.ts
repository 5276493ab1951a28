import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventStore } from '../../../../src/events/eventStore';
import { StackRecords } from '../../../../src/events/stacks/stackRecords';
import { LAYOUT, pagesOf, workFormat } from '../storePages';

const USER_STACK = 13;
/** A stack's frames follow its process, where those events have their text. */
const FORMAT = { id: USER_STACK, isKernel: false, frames: 16, process: 8 };
const IDS = [7, 8, 9];

/** A call's address, as the text of which it has the bytes. */
const frameOf = (call: number): string => `c${String(call).padStart(6, '0')}`;

describe('stacks of first hits', () => {
  it("are their events', however late the events' formats come", () => {
    const call = fc.record({
      id: fc.constantFrom(...IDS),
      cpu: fc.nat(1),
      hasStack: fc.boolean(),
      /** Before this call, these formats come. */
      known: fc.subarray(IDS, { minLength: 0, maxLength: 1 }),
      isSplit: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 40, size: 'max' }), calls => {
        const store = new EventStore(LAYOUT, 1000);
        const records = new StackRecords([FORMAT], true, () => 0);
        store.stacks = records;
        calls.forEach(({ id, cpu, hasStack, known, isSplit }, a) => {
          const time = 1000 + a * 10;
          const event = { id, time, thread: 1, a, s: '' };
          const stack = { id: USER_STACK, time: time + 1, thread: 1, a: 0, s: frameOf(a) };
          if (isSplit) {
            store.add(cpu, pagesOf([event]));
          }
          known.forEach(each => store.addFormat(workFormat(each)));
          const rest = [...(isSplit ? [] : [event]), ...(hasStack ? [stack] : [])];
          if (rest.length > 0) {
            store.add(cpu, pagesOf(rest));
          }
        });
        IDS.forEach(id => store.addFormat(workFormat(id)));
        store.flush();
        const got = store.tables.flatMap((table, index) =>
          Array.from({ length: table.nextRow }, (_, row) => {
            const [frame] = records.stack(records.of(index, row).user)?.frames ?? [];
            return [table.value(row, 0), frame === undefined ? '' : textOf(frame)];
          }),
        );
        const byCall = (one: unknown[], other: unknown[]): number =>
          Number(one[0]) - Number(other[0]);
        expect(got.sort(byCall)).toEqual(
          calls.map(({ hasStack }, a) => [a, hasStack ? frameOf(a) : '']),
        );
        expect(records.losses).toEqual({ strays: 0, others: 0 });
      }),
    );
  });
});

function textOf(frame: number | bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(frame));
  return bytes.toString('latin1').replace('\0', '');
}
