import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allRows, sortByKey } from '../../../src/elf/radixSort';

const half = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.integer({ min: 0x400000, max: 0x400010 }),
  fc.constantFrom(0, 1, 0x1fffff, 0x200000, 0x7fffffff, 0x80000000, 0xffffffff),
);

describe('rows by key', () => {
  it('are in the order of 64-bit numbers, those of one key in their own', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(half, half), { maxLength: 200 }),
        fc.boolean(),
        (keys, only) => {
          const low = Uint32Array.from(keys, ([, each]) => each);
          const high = Uint32Array.from(keys, ([each]) => (only ? 7 : each));
          const key = (row: number): bigint => (BigInt(high[row]!) << 32n) | BigInt(low[row]!);
          const rows = keys.map((_, row) => row).filter(row => row % 5 !== 3);
          const expected = rows.toSorted((a, b) =>
            key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b,
          );
          expect([...sortByKey(Uint32Array.from(rows), low, high)]).toEqual(expected);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('are told apart above 2^53, where float64 is not enough', () => {
    const low = Uint32Array.of(3, 1, 2, 0);
    const high = new Uint32Array(4).fill(0xffffffff);
    expect([...sortByKey(allRows(4), low, high)]).toEqual([3, 1, 2, 0]);
  });
});
