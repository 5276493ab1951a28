import { describe, expect, it } from 'vitest';
import type { SymbolFile } from '../../../../src/workers/symbolClient';
import { keptSelection } from '../../../../src/extension/symbolsEditor/keptSelection';
import { PageQueries } from '../../../../src/extension/symbolsEditor/pageQueries';
import { inEnglish } from '../../../../src/extension/text/translate';
import type { SymbolQuery } from '../../../../src/workers/symbolMessages';
import { row } from './sampleRows';

describe('a selection in another order', () => {
  it('is where its rows are now, as ranges', () => {
    expect(keptSelection([7, 9, 7, 8, 3])).toEqual({
      active: 7,
      ranges: [
        [3, 3],
        [7, 9],
      ],
    });
  });

  it('is none when a row is not there any more, or nothing was located', () => {
    expect(keptSelection([7, 7, -1])).toBeUndefined();
    expect(keptSelection(undefined)).toBeUndefined();
    expect(keptSelection([])).toBeUndefined();
  });
});

describe('a query that keeps a selection', () => {
  /** Row i has the index 100 + i, and is at 1000 + i in the new order. */
  function fileOf() {
    const asked: SymbolQuery[] = [];
    const query: SymbolFile['query'] = each => {
      asked.push(each);
      const { offset = 0, limit = 1 } = each;
      const rows = Array.from({ length: limit }, (_, i) => row({ index: 100 + offset + i }));
      const positions = each.locate?.map(index => index + 900);
      return Promise.resolve({ rows, total: 5000, ...(positions && { positions }) });
    };
    return { asked, query };
  }
  const byName = { number: 1, text: '', order: 'name', descending: false } as const;
  const bySize = { ...byName, number: 2, order: 'size', probeableOnly: false } as const;

  async function kept(ranges: [number, number][], active: number): Promise<unknown> {
    const queries = new PageQueries(inEnglish, error => expect.fail(String(error)));
    const file = fileOf();
    await queries.answer(file, { ...byName, probeableOnly: false }, 0, 10);
    const keep = { selection: { query: 1, ranges }, active };
    const answer = await queries.answer(file, bySize, 0, 10, keep);
    return answer?.type === 'rows' && answer.kept;
  }

  it('tells where its rows are', async () => {
    expect(await kept([[2, 4]], 3)).toEqual({ ranges: [[1002, 1004]], active: 1003 });
  });

  it('gives up on more rows than a command takes', async () => {
    expect(await kept([[0, 4000]], 3)).toBeUndefined();
  });
});
