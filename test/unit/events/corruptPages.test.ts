import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventStore } from '../../../src/events/eventStore';
import { HEADER_SIZE } from '../../../src/protocol/frames';
import { decodePages, encodePages } from '../../../src/protocol/pages';
import { LAYOUT, pagesOf, workFormat } from './storePages';

const good = pagesOf(
  Array.from({ length: 300 }, (_, at) => ({
    ...{ id: 7 + (at % 2), time: 1000 + at, thread: 42, a: at, s: `call ${at}` },
  })),
);

const changes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 30 });

describe('pages that are not as the kernel makes them', () => {
  it('never end the reader, and leave the rows of others as they are', () => {
    fc.assert(
      fc.property(changes, fc.nat(good.length), (list, length) => {
        const bad = Buffer.from(good);
        list.forEach(([at, value]) => (bad[at] = value));
        const store = new EventStore(LAYOUT, 10_000);
        store.addFormat(workFormat(7));
        store.addFormat(workFormat(8));
        store.add(0, bad.subarray(0, length));
        store.add(1, good);
        store.flush();
        const ofOther = Array.from({ length: store.order.end }, (_, position) => {
          const table = store.tables[store.order.table(position)]!;
          const row = store.order.row(position);
          return table.cpu(row) === 1 ? [table.value(row, 0), table.value(row, 1)] : [];
        }).filter(values => values.length > 0);
        expect(ofOther).toHaveLength(300);
        expect(new Set(ofOther.map(([a, s]) => `${String(a)} ${String(s)}`))).toEqual(
          new Set(Array.from({ length: 300 }, (_, at) => `${at} call ${at}`)),
        );
      }),
    );
  });

  it('are counted where they are cut off', () => {
    const store = new EventStore(LAYOUT, 10_000);
    store.add(0, good.subarray(0, LAYOUT.size + 100));
    expect(store.losses.badPages).toBe(1);
  });

  it('are let go of where a frame is shorter than it says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), bytes => {
        const frame = decodePages(Buffer.from(bytes));
        if (frame) {
          expect(encodePages(frame).subarray(HEADER_SIZE)).toEqual(Buffer.from(bytes));
        }
      }),
    );
  });
});
