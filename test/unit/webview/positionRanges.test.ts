import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addPosition,
  countPositions,
  hasPosition,
  removePosition,
  toRanges,
  type PositionRanges,
} from '../../../src/webview/shared/positionRanges';

const all = (ranges: PositionRanges): number[] =>
  ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );

describe('ranges of positions', () => {
  it('are as a set of numbers, whatever is put in and taken out', () => {
    const step = fc.tuple(fc.boolean(), fc.nat(30));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const truth = new Set<number>();
        let ranges: PositionRanges = [];
        for (const [add, position] of steps) {
          ranges = add ? addPosition(ranges, position) : removePosition(ranges, position);
          truth[add ? 'add' : 'delete'](position);
          expect(all(ranges)).toEqual([...truth].sort((a, b) => a - b));
          expect(countPositions(ranges)).toBe(truth.size);
          expect(hasPosition(ranges, position)).toBe(add);
        }
        ranges
          .slice(1)
          .forEach(([first], index) => expect(first).toBeGreaterThan(ranges[index]![1] + 1));
      }),
    );
  });

  it('are made of any ranges, which may overlap', () => {
    const range = fc
      .tuple(fc.nat(40), fc.nat(10))
      .map(([first, more]): [number, number] => [first, first + more]);
    fc.assert(
      fc.property(fc.array(range), given => {
        expect(all(toRanges(given))).toEqual([...new Set(all(given))].sort((a, b) => a - b));
      }),
    );
  });
});
