import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../src/events/histogram';
import { LinearBins, type Bar } from '../../../src/events/linearBins';

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  values.forEach(value => histogram.add(value));
  return histogram;
}

/** Each number is in the one bar that it is between the ends of. */
function expectCounts(bars: readonly Bar[], values: readonly number[]): void {
  for (const { from, to, count } of bars) {
    expect(values.filter(value => value >= from && value < to).length).toBe(count);
  }
  expect(bars.reduce((all, { count }) => all + count, 0)).toBe(values.length);
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
        expectCounts(histogram.powersOfTwo(), values);
        expect([histogram.min, histogram.max]).toEqual([Math.min(...values), Math.max(...values)]);
      }),
    );
  });
});

describe('bins of one width', () => {
  it('hold each number, however far apart they are, in bars of one width and one beyond', () => {
    const near = fc.array(fc.integer({ min: -300, max: 9000 }), { minLength: 1 });
    fc.assert(
      fc.property(
        fc.oneof(near, numbers),
        fc.integer({ min: 1, max: 40 }),
        fc.option(fc.integer({ min: -(2 ** 50), max: 2 ** 50 }), { nil: undefined }),
        (values, most, upTo) => {
          const bins = new LinearBins();
          values.forEach(value => bins.add(value));
          const bars = bins.bars(most, upTo);
          expectCounts(bars, values);
          expect(bars.length).toBeLessThanOrEqual(most + 1);
          const even = upTo === undefined ? bars : bars.slice(0, -1);
          expect(new Set(even.map(({ from, to }) => to - from)).size).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('show how most are spread where one is far off', () => {
    const bins = new LinearBins();
    for (let value = 0; value < 1000; value++) {
      bins.add(1000 + (value % 100));
    }
    bins.add(40_000);
    const bars = bins.bars(10, 1099);
    expect(bars.slice(0, -1).every(({ count }) => count >= 60)).toBe(true);
    expect(bars.at(-1)).toMatchObject({ count: 1 });
  });
});
