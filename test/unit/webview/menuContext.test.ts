import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { MenuContext, type ViewCost, type ViewRow } from '../../../src/protocol/symbolsView';
import { menuContext } from '../../../src/webview/symbols/menuContext';

const place = { editor: 2, query: 7 };

/** A table of these rows, the second with a cheaper place past `endbr64`. */
function table(...rows: Partial<ViewRow>[]): Parameters<typeof menuContext>[2] {
  const past: ViewCost = { index: 1, text: '~10 µs', past: 'past', title: '', warning: false };
  return {
    row: position =>
      rows[position] && ({ index: position, refusal: '', ...rows[position] } as ViewRow),
    cost: index => (index === 1 ? past : undefined),
  };
}

describe('the context of the menu', () => {
  it('has the rows, checked as the extension does', () => {
    const context = menuContext(place, [[0, 1]], table({}, {}));
    expect(v.safeParse(MenuContext, context).output).toEqual({
      webviewSection: 'symbol',
      editor: 2,
      selection: { query: 7, ranges: [[0, 1]] },
    });
    expect(context).toMatchObject({ pastEndbr: false, preventDefaultContextMenuItems: true });
  });

  it('offers the cheaper place of one row only', () => {
    expect(menuContext(place, [[1, 1]], table({}, {}))).toMatchObject({ pastEndbr: true });
    expect(menuContext(place, [[0, 0]], table({}, {}))).toMatchObject({ pastEndbr: false });
  });

  it('tells an import from what cannot be probed, and that from a mix', () => {
    const rows = table({ kind: 'import', refusal: 'import' }, { refusal: 'data' }, {});
    const section = (first: number, last: number): unknown =>
      menuContext(place, [[first, last]], rows);
    expect(section(0, 0)).toMatchObject({ webviewSection: 'symbolImport' });
    expect(section(1, 1)).toMatchObject({ webviewSection: 'symbolRefused' });
    expect(section(0, 1)).toMatchObject({ webviewSection: 'symbolRefused' });
    expect(section(0, 2)).toMatchObject({ webviewSection: 'symbol' });
  });

  it('takes rows that are not here yet for ones that can be', () => {
    expect(menuContext(place, [[0, 900_000]], table({ refusal: 'data' }))).toMatchObject({
      webviewSection: 'symbol',
      selection: { ranges: [[0, 900_000]] },
    });
  });

  it('is no menu of ours where nothing is selected', () => {
    expect(menuContext(place, [], table())).toEqual({ preventDefaultContextMenuItems: true });
  });
});
