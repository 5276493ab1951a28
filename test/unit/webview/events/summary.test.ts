import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../../src/events/histogram';
import { eventStrings } from '../../../../src/extension/liveEvents/eventStrings';
import { withEmptyBars } from '../../../../src/webview/events/summary/barRow';
import { solid } from '../../../../src/webview/events/summary/solidColor';
import { lossText, sampledText } from '../../../../src/webview/events/toolbar/lossText';
import { RateMeter } from '../../../../src/webview/events/toolbar/rateMeter';

const strings = eventStrings((text: string) => text);
const NEWS = {
  ...{ first: 0, end: 9, events: 9, overrun: 0, discarded: 0 },
  ...{ dropped: 0, unreadable: 0, unpaired: 0 },
};

describe('a histogram as it is drawn', () => {
  it('has every power of two between its ends, each number counted once', () => {
    const numbers = fc.array(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), { minLength: 1 });
    fc.assert(
      fc.property(numbers, values => {
        const histogram = new Histogram();
        values.forEach(value => histogram.add(value));
        const bars = withEmptyBars(histogram.powersOfTwo());
        bars.slice(1).forEach((bar, at) => expect(bar.from).toBe(bars[at]?.to));
        expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
      }),
    );
  });
});

describe('the colours of lines', () => {
  it.each([
    ['#1a5cff', '#1a5cff'],
    ['rgba(234, 92, 0, 0.33)', 'rgb(234, 92, 0)'],
    ['#d1861655', '#d18616'],
    ['canvastext', 'canvastext'],
  ])('of %s are %s', (color, line) => {
    expect(solid(color)).toBe(line);
  });
});

describe('losses', () => {
  it('are in sight though there are none', () => {
    expect(lossText(NEWS, strings, 'en')).toEqual({
      ...{ isLoss: false, counts: 'missed 0 · overrun 0 · dropped 0', advice: [] },
    });
  });

  it('say what can be done from the first one on', () => {
    const { counts, advice } = lossText({ ...NEWS, overrun: 1200, unreadable: 1 }, strings, 'en');
    expect(counts).toBe('missed 0 · overrun 1,200 · dropped 0 · unreadable 1');
    expect(advice).toHaveLength(2);
    expect(advice[0]).toMatch(/^overrun 1,200: .*bigger buffer/);
  });

  it('are calls of a time in which nothing was captured, which is told with its cause', () => {
    const pauses = [
      { cause: 'remove', times: 1, ms: 20.3 } as const,
      { cause: 'filter', times: 2, ms: 11.2 } as const,
    ];
    const { counts, advice, isLoss } = lossText({ ...NEWS, pauses }, strings, 'en');
    expect([counts, isLoss]).toEqual([expect.stringMatching(/ · not recorded for 32 ms$/), true]);
    expect(advice).toEqual([
      expect.stringMatching(/^not recorded for 21 ms while a probe was removed: .*Hits count them/),
      expect.stringMatching(/^not recorded for 12 ms while a filter was changed: /),
    ]);
  });

  it('are no rows that were left out, which are told all the same', () => {
    const sampled = { kept: 4000, of: 12_000, parts: 8 };
    expect(sampledText(NEWS, strings, 'en')).toBeUndefined();
    expect(sampledText({ ...NEWS, sampled }, strings, 'en')).toBe('rows: 1 in 8');
    const all = { ...NEWS, sampled: { ...sampled, parts: 1 } };
    expect(sampledText(all, strings, 'en')).toBe('rows: 4,000 of 12,000');
    expect(lossText(all, strings, 'en').advice[0]).toMatch(/^rows: 4,000 of 12,000: .*filter/);
  });
});

describe('the rate', () => {
  it('is of the last seconds, and begins anew with a capture', () => {
    const meter = new RateMeter();
    expect(meter.add(0, 1000)).toBeUndefined();
    for (let at = 100; at <= 5000; at += 100) {
      // 100 a second, then 1000.
      const count = 1000 + Math.min(at, 2000) / 10 + Math.max(0, at - 2000);
      const rate = meter.add(at, count);
      if (at <= 2000) {
        expect(rate).toBeCloseTo(100);
      } else if (at >= 4000) {
        expect(rate).toBeCloseTo(1000);
      }
    }
    expect(meter.add(5100, 3)).toBeUndefined();
    expect(meter.add(6100, 13)).toBeCloseTo(10);
  });
});
