import { describe, expect, it } from 'vitest';
import { ShownFilter } from '../../../../src/webview/events/shownFilter';

function filter(): { shown: ShownFilter; changes: () => number } {
  let count = 0;
  return { shown: new ShownFilter(() => count++), changes: () => count };
}

describe('the filter of the page', () => {
  it('has one value or range a column, as two of them fit nothing', () => {
    const { shown, changes } = filter();
    shown.add({ column: 'took', is: 'range', value: '0..8' });
    shown.add({ column: 'id', is: 'is', value: '1' });
    shown.add({ column: 'took', is: 'is', value: '5' });
    expect(shown.value.conditions).toEqual([
      { column: 'id', is: 'is', value: '1' },
      { column: 'took', is: 'is', value: '5' },
    ]);
    expect(changes()).toBe(3);
  });

  it('leaves out as many values as are named, each once', () => {
    const { shown } = filter();
    for (const value of ['1', '2', '1']) {
      shown.add({ column: 'id', is: 'isNot', value });
    }
    expect(shown.value.conditions.map(({ value }) => value)).toEqual(['2', '1']);
    const [first] = shown.value.conditions;
    shown.remove(first!);
    expect(shown.value.conditions).toHaveLength(1);
    expect(shown.isEmpty).toBe(false);
  });
});
