import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../src/events/histogram';

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  values.forEach(value => histogram.add(value));
  return histogram;
}

const numbers = fc.array(fc.integer({ min: -(2 ** 50), max: 2 ** 50 }), { minLength: 1 });

describe('a histogram', () => {
  it('knows every percentile to a sixteenth', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (values, part) => {
        const sorted = values.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(values.length * part)) - 1]!;
        const near = histogramOf(values).percentile(part)!;
        expect(Math.abs(near - exact)).toBeLessThanOrEqual(Math.abs(exact) / 16 + 1);
      }),
    );
  });

  it('puts each number into the bar of its power of two', () => {
    fc.assert(
      fc.property(numbers, values => {
        const histogram = histogramOf(values);
        for (const { from, to, count } of histogram.powersOfTwo()) {
          // Negative bars are open at their other end.
          const inside = values.filter(value =>
            from < 0 ? value > from && value <= to : value >= from && value < to,
          );
          expect(inside.length).toBe(count);
        }
        const sum = histogram.powersOfTwo().reduce((all, { count }) => all + count, 0);
        expect([sum, histogram.min, histogram.max]).toEqual([
          values.length,
          Math.min(...values),
          Math.max(...values),
        ]);
      }),
    );
  });
});
