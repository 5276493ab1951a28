import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { FromSymbolsView, MenuContext, type ViewQuery } from '../../../../src/protocol/symbolsView';
import {
  MAX_SELECTED_ROWS,
  selectedRows,
} from '../../../../src/extension/symbolsEditor/selectedRows';
import type { SymbolQuery } from '../../../../src/workers/symbolMessages';
import { row } from './sampleRows';

const query: ViewQuery = {
  number: 4,
  text: 'a',
  order: 'name',
  descending: true,
  probeableOnly: false,
};

describe('messages of the symbols page', () => {
  it.each([
    { type: 'ready' },
    { type: 'query', query, offset: 200, limit: 200 },
    { type: 'attach', selection: { query: 4, ranges: [[0, 3]] } },
    { type: 'action', action: 'reload' },
  ])('takes %o', message => {
    expect(v.is(FromSymbolsView, message)).toBe(true);
  });

  it.each([
    null,
    'ready',
    { type: 'eval', text: '1' },
    { type: 'query', query, offset: -1, limit: 200 },
    { type: 'query', query, offset: 0, limit: 1e9 },
    { type: 'query', query: { ...query, order: 'x' }, offset: 0, limit: 1 },
    { type: 'query', query: { ...query, text: 'a'.repeat(2000) }, offset: 0, limit: 1 },
    { type: 'attach', selection: { query: 4, ranges: [] } },
    { type: 'attach', selection: { query: 4, ranges: [[0.5, 1]] } },
    { type: 'action', action: 'rm' },
    { type: 'ready', more: 1 },
  ])('refuses %o', message => {
    expect(v.is(FromSymbolsView, message)).toBe(false);
  });

  it('takes the menu context with what VS Code adds, and refuses another', () => {
    const context = {
      webviewSection: 'symbol',
      editor: 1,
      selection: { query: 4, ranges: [[2, 2]] },
    };
    expect(v.is(MenuContext, { ...context, webview: 'probescope.symbols' })).toBe(true);
    expect(v.is(MenuContext, { ...context, editor: 'x' })).toBe(false);
    expect(v.is(MenuContext, undefined)).toBe(false);
  });
});

describe('selected rows', () => {
  /** A file of rows named by their position. */
  const file = {
    asked: [] as SymbolQuery[],
    query(asked: SymbolQuery) {
      this.asked.push(asked);
      const rows = Array.from({ length: asked.limit ?? 200 }, (_, index) =>
        row({ name: `f${(asked.offset ?? 0) + index}` }),
      );
      return Promise.resolve({ total: 1e6, rows });
    },
  };

  it('asks for each range of the same query', async () => {
    const rows = await selectedRows(file, query, [
      [3, 4],
      [900, 900],
    ]);
    expect(rows.map(({ name }) => name)).toEqual(['f3', 'f4', 'f900']);
    expect(file.asked[0]).toEqual({
      text: 'a',
      order: 'name',
      descending: true,
      probeableOnly: false,
      offset: 3,
      limit: 2,
    });
  });

  it('never takes more than one command acts on', async () => {
    const rows = await selectedRows(file, query, [
      [0, 999_999],
      [5, 6],
    ]);
    expect(rows).toHaveLength(MAX_SELECTED_ROWS);
  });
});
