import { describe, expect, it } from 'vitest';
import {
  nothingSelected,
  select,
  selectAll,
  selectForMenu,
} from '../../../src/webview/shared/rowSelection';

describe('row selection', () => {
  it('replaces, extends from the anchor both ways, and toggles', () => {
    const one = select(nothingSelected, 5, 'replace');
    expect(one.selected).toEqual([[5, 5]]);
    const down = select(one, 8, 'extend');
    expect(down.selected).toEqual([[5, 8]]);
    expect(select(down, 3, 'extend').selected).toEqual([[3, 5]]);
    const more = select(down, 20, 'toggle');
    expect(more.selected).toEqual([
      [5, 8],
      [20, 20],
    ]);
    expect(select(more, 6, 'toggle').selected).toEqual([
      [5, 5],
      [7, 8],
      [20, 20],
    ]);
  });

  it('moves without selecting, to toggle elsewhere', () => {
    const one = select(nothingSelected, 5, 'replace');
    const moved = select(one, 9, 'move');
    expect(moved).toEqual({ active: 9, anchor: 9, selected: [[5, 5]] });
    expect(select(moved, 9, 'toggle').selected).toEqual([
      [5, 5],
      [9, 9],
    ]);
  });

  it('takes all rows, a million too, and leaves the focus where it is', () => {
    const all = selectAll(select(nothingSelected, 7, 'replace'), 1_000_000);
    expect(all).toEqual({ active: 7, anchor: 7, selected: [[0, 999_999]] });
    expect(selectAll(nothingSelected, 0).selected).toEqual([]);
  });

  it('keeps the selection for a menu on one of its rows, and replaces it on another', () => {
    const three = select(select(nothingSelected, 1, 'replace'), 3, 'extend');
    expect(selectForMenu(three, 2)).toEqual({ active: 2, anchor: 1, selected: [[1, 3]] });
    expect(selectForMenu(three, 9).selected).toEqual([[9, 9]]);
  });

  it('does not fall into more pieces than a request takes', () => {
    let current = nothingSelected;
    for (let position = 0; position < 2400; position += 2) {
      current = select(current, position, 'toggle');
    }
    expect(current.selected).toHaveLength(1000);
    expect(current.active).toBe(2398);
  });
});
