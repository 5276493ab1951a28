import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CostLoader } from '../../../src/webview/symbols/costLoader';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function loader() {
  const asked: number[][] = [];
  return { asked, costs: new CostLoader(rows => asked.push(rows)) };
}

const cost = (index: number) => ({ index, text: '~1 µs', past: '', title: '', warning: false });

describe('costs of the rows on the screen', () => {
  it('are asked for once, for where a scroll came to rest', () => {
    const { asked, costs } = loader();
    costs.show([1, 2]);
    costs.show([8, 9]);
    vi.runAllTimers();
    costs.show([8, 9]);
    vi.runAllTimers();
    expect(asked).toEqual([[8, 9]]);
  });

  it('are kept, so that only what is missing is asked for', () => {
    const { asked, costs } = loader();
    costs.show([1, 2]);
    vi.runAllTimers();
    costs.put([cost(1), cost(2)]);
    costs.show([2, 3]);
    vi.runAllTimers();
    expect(asked).toEqual([[1, 2], [3]]);
    expect(costs.get(2)).toEqual(cost(2));
    expect(costs.get(3)).toBeUndefined();
  });

  it('are asked for again where a newer request took the place of theirs', () => {
    const { asked, costs } = loader();
    for (const rows of [[1], [2], [1]]) {
      costs.show(rows);
      vi.runAllTimers();
    }
    expect(asked).toEqual([[1], [2], [1]]);
  });
});
