import { describe, expect, it } from 'vitest';
import { PageCosts } from '../../../../src/extension/symbolsEditor/pageCosts';
import { viewCost } from '../../../../src/extension/symbolsEditor/viewCosts';
import { inEnglish } from '../../../../src/extension/text/translate';
import type { RowCost } from '../../../../src/workers/symbolMessages';

const OLD = '6.1.0-13-amd64';
const NEW = '6.18.5';
const cost = (changes: Partial<RowCost>): RowCost => ({
  index: 3,
  cost: 'stepped',
  warnings: [],
  ...changes,
});
const shown = (changes: Partial<RowCost>, release = NEW): string[] => {
  const { text, past } = viewCost(cost(changes), release, inEnglish);
  return [text, past];
};

describe('costs in the table', () => {
  it('are what a hit takes, and what a cheaper place would', () => {
    expect(shown({ cost: 'emulated' })).toEqual(['~1 µs', '']);
    expect(shown({})).toEqual(['~10 µs', '']);
    expect(shown({ pastEndbr: 4n })).toEqual(['~10 µs', 'past endbr64: ~1 µs']);
    expect(shown({ cost: 'unknown', pastEndbr: 4n })).toEqual(['', '']);
  });

  it.each(['6.16.0', '6.18.5', '7.0.0-rc1'])('of nops are small from Linux 6.16 on: %s', kernel => {
    expect(shown({ cost: 'newlyEmulated', pastEndbr: 4n }, kernel)).toEqual(['~1 µs', '']);
  });

  it.each([OLD, '6.15.9', '5.19', 'strange'])('of nops are large before: %s', kernel => {
    expect(shown({ cost: 'newlyEmulated' }, kernel)).toEqual(['~10 µs', '']);
  });

  it('come with the reason for a warning', () => {
    const { warning, title } = viewCost(cost({ warnings: ['short'] }), NEW, inEnglish);
    expect(warning).toBe(true);
    expect(title).toBe('~10 µs a hit\nvery short: calls where it was inlined are not seen');
  });

  it('are told of each row that was asked for, and of the newest request only', async () => {
    const pages = new PageCosts(inEnglish, NEW);
    const seen: (AbortSignal | undefined)[] = [];
    const file = {
      costs: (_rows: readonly number[], signal?: AbortSignal): Promise<RowCost[]> => {
        seen.push(signal);
        return Promise.resolve([cost({})]);
      },
    };
    const older = pages.answer(file, [1]);
    const newer = pages.answer(file, [3, 4]);
    expect(await older).toBeUndefined();
    expect(seen[0]?.aborted).toBe(true);
    expect((await newer)?.costs.map(({ index, text }) => [index, text])).toEqual([
      [3, '~10 µs'],
      [4, ''],
    ]);
  });
});
