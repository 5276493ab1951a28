import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countEvents, parsePageLayout, ThreadHits, visitPage } from '../../../src/tracefs';
import { HEADER_EVENT, headerPage, type Item, writePage } from './pageWriter';

interface Seen {
  readonly bytes: number[];
  readonly delta: number;
}

function layoutOf(littleEndian: boolean, longSize: 4 | 8) {
  return parsePageLayout(headerPage(longSize), HEADER_EVENT, littleEndian);
}

function records(page: Uint8Array, littleEndian: boolean, longSize: 4 | 8) {
  const seen: Seen[] = [];
  const facts = visitPage(
    new DataView(page.buffer, page.byteOffset, page.byteLength),
    0,
    layoutOf(littleEndian, longSize),
    (at, length, delta) => seen.push({ bytes: [...page.subarray(at, at + length)], delta }),
  );
  return { ...facts, seen };
}

const record = fc.record({
  kind: fc.constant('record' as const),
  words: fc.integer({ min: 1, max: 60 }),
  elapsed: fc.integer({ min: 0, max: 2 ** 27 - 1 }),
  fill: fc.nat(255),
});
const item: fc.Arbitrary<Item> = fc.oneof(
  { weight: 5, arbitrary: record },
  record.map(({ words, ...rest }) => ({ ...rest, words, kind: 'givenUp' as const })),
  fc.record({
    kind: fc.constant('extend' as const),
    elapsed: fc.integer({ min: 0, max: 2 ** 48 }),
  }),
  fc.record({ kind: fc.constant('stamp' as const), ahead: fc.integer({ min: 0, max: 2 ** 40 }) }),
);
const page = fc.record({
  littleEndian: fc.boolean(),
  longSize: fc.constantFrom(4 as const, 8 as const),
  time: fc.bigInt({ min: 0n, max: 2n ** 63n }),
  items: fc.array(item, { maxLength: 12 }),
  missed: fc.constantFrom(0, 17_780, 'some' as const),
});

describe('pages of the ring buffer', () => {
  it('give back every record, its bytes and its time, in both byte orders and word sizes', () => {
    fc.assert(
      fc.property(page, ({ littleEndian, longSize, time, items, missed }) => {
        const written = writePage({ littleEndian, longSize, time, items, missed });
        expect(records(written.page, littleEndian, longSize)).toEqual({
          time,
          missed,
          seen: written.records,
        });
        const view = new DataView(written.page.buffer);
        const layout = layoutOf(littleEndian, longSize);
        expect(countEvents(view, 0, layout)).toBe(written.records.length);
      }),
    );
  });

  it('never read past their end, whatever their bytes', () => {
    const { page: good } = writePage({
      littleEndian: true,
      longSize: 8,
      time: 5n,
      items: [{ kind: 'record', words: 7, elapsed: 3, fill: 1 }],
      missed: 0,
    });
    const mutation = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 20 }), fc.nat(good.length), (changes, length) => {
        const bad = good.slice();
        changes.forEach(([at, value]) => (bad[at] = value));
        let failure: unknown;
        try {
          records(bad.subarray(0, length), true, 8);
        } catch (error) {
          failure = error;
        }
        expect(failure === undefined || (failure as { code: string }).code === 'badPage').toBe(
          true,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('are refused where the kernel describes them in an unknown way', () => {
    expect(() =>
      parsePageLayout(headerPage(8), HEADER_EVENT.replace('27 bits', '26 bits'), true),
    ).toThrow(expect.objectContaining({ code: 'badLayout' }));
    expect(() => parsePageLayout('', HEADER_EVENT, true)).toThrow(
      expect.objectContaining({ code: 'badLayout' }),
    );
    expect(() =>
      parsePageLayout(headerPage(8).replace('4080', '99999999'), HEADER_EVENT, true),
    ).toThrow(expect.objectContaining({ code: 'badLayout' }));
  });
});

describe('hits by thread', () => {
  const FORMAT = [
    '\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;',
    '\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;',
    '\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;',
  ].join('\n');

  it('counts records of several events, and keeps what came before a fault', () => {
    const counter = new ThreadHits(layoutOf(true, 8), FORMAT);
    const { page: one } = writePage({
      littleEndian: true,
      longSize: 8,
      time: 1n,
      // All bytes are the fill: event 0x0101 of thread 0x01010101, and so on.
      items: [1, 1, 2].map(fill => ({ kind: 'record', words: 3, elapsed: 0, fill })),
      missed: 0,
    });
    const broken = one.slice();
    // The second record claims to be longer than the page.
    broken.set([0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff], 16 + 16);
    counter.add(Buffer.concat([one, broken]));
    expect(counter.byEvent).toEqual(
      new Map([
        [0x0101, new Map([[0x01010101, 3]])],
        [0x0202, new Map([[0x02020202, 1]])],
      ]),
    );
    expect(counter.badPages).toBe(1);
  });

  it('is refused where an event has no thread', () => {
    expect(() => new ThreadHits(layoutOf(true, 8), '')).toThrow(
      expect.objectContaining({ code: 'badLayout' }),
    );
  });
});
