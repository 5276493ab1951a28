import { describe, expect, it } from 'vitest';
import { fill } from '../../../src/webview/shared/fill';
import { nextSorting } from '../../../src/webview/symbols/sorting';

describe('column sorting', () => {
  it('goes from ascending to descending to unsorted, and starts again with another column', () => {
    const unsorted = { order: 'relevance', descending: false } as const;
    const up = nextSorting(unsorted, 'name');
    expect(up).toEqual({ order: 'name', descending: false });
    const down = nextSorting(up, 'name');
    expect(down).toEqual({ order: 'name', descending: true });
    expect(nextSorting(down, 'name')).toEqual(unsorted);
    expect(nextSorting(down, 'size')).toEqual({ order: 'size', descending: false });
  });
});

describe('fill', () => {
  it('puts values in and leaves places without one', () => {
    expect(fill('{1} of {0}, {2}', 'a', 3)).toBe('3 of a, {2}');
  });
});
