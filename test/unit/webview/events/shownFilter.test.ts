import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { FromEventsView } from '../../../../src/protocol/eventsView';
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

  it('makes nothing that the extension does not take', () => {
    const taken: boolean[] = [];
    const filter = new ShownFilter(() => {
      taken.push(
        v.safeParse(FromEventsView, { type: 'filter', number: 1, filter: filter.value }).success,
      );
    });
    // As long as the kernel's texts are.
    filter.add({ column: 's', is: 'is', value: `"${'a'.repeat(65_000)}"` });
    filter.set({ text: 'pasted '.repeat(10_000) });
    for (let value = 0; value < 40; value++) {
      filter.add({ column: 'a', is: 'isNot', value: String(value) });
    }
    expect(taken).toEqual(Array.from({ length: 42 }, () => true));
  });
});
