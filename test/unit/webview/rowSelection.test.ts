import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_SELECTED,
  nothingSelected,
  select,
  selectForMenu,
  toRanges,
} from '../../../src/webview/symbols/rowSelection';

describe('row selection', () => {
  it('replaces, extends from the anchor both ways, and toggles', () => {
    const one = select(nothingSelected, 5, 'replace');
    expect(toRanges(one.selected)).toEqual([[5, 5]]);
    const down = select(one, 8, 'extend');
    expect(toRanges(down.selected)).toEqual([[5, 8]]);
    expect(toRanges(select(down, 3, 'extend').selected)).toEqual([[3, 5]]);
    const more = select(down, 20, 'toggle');
    expect(toRanges(more.selected)).toEqual([
      [5, 8],
      [20, 20],
    ]);
    expect(toRanges(select(more, 6, 'toggle').selected)).toEqual([
      [5, 5],
      [7, 8],
      [20, 20],
    ]);
  });

  it('keeps the selection for a menu on one of its rows, and replaces it on another', () => {
    const three = select(select(nothingSelected, 1, 'replace'), 3, 'extend');
    expect(toRanges(selectForMenu(three, 2).selected)).toEqual([[1, 3]]);
    expect(selectForMenu(three, 2).active).toBe(2);
    expect(toRanges(selectForMenu(three, 9).selected)).toEqual([[9, 9]]);
  });

  it('cuts a range that is too long at its active end', () => {
    const far = select(select(nothingSelected, 1000, 'replace'), 0, 'extend');
    expect(far.selected.size).toBe(MAX_SELECTED);
    expect(toRanges(far.selected)).toEqual([[1001 - MAX_SELECTED, 1000]]);
    expect(far.active).toBe(1001 - MAX_SELECTED);
  });

  it('describes any set by disjoint ascending ranges', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(300)), positions => {
        const ranges = toRanges(new Set(positions));
        const covered = ranges.flatMap(([first, last]) =>
          Array.from({ length: last - first + 1 }, (_, index) => first + index),
        );
        expect(covered).toEqual([...positions].sort((a, b) => a - b));
        ranges
          .slice(1)
          .forEach(([first], index) => expect(first).toBeGreaterThan(ranges[index]![1] + 1));
      }),
    );
  });
});
