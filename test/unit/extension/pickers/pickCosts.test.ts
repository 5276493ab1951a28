import { describe, expect, it } from 'vitest';
import { pickCosts, type PickCosts } from '../../../../src/extension/pickers/pickCosts';
import type { RowCost } from '../../../../src/workers/symbolMessages';
import { row } from '../symbolsEditor/sampleRows';

const rows = Array.from({ length: 60 }, (_, index) => row({ index }));
const costsOf = (indexes: readonly number[]): RowCost[] =>
  indexes.map(index => ({ index, cost: 'emulated', warnings: [] }));

/** Costs of `rows`, of a file that answers as told; the sizes of what was asked and shown meanwhile. */
async function costsBy(
  costs: (indexes: readonly number[]) => Promise<RowCost[]>,
  signal = new AbortController().signal,
): Promise<{ known: PickCosts; asked: number[]; shown: number[] }> {
  const asked: number[] = [];
  const shown: number[] = [];
  const file = {
    costs: (indexes: readonly number[]): Promise<RowCost[]> => {
      asked.push(indexes.length);
      return costs(indexes);
    },
  };
  const known = await pickCosts(file, { rows }, signal, some => shown.push(some.size));
  return { known, asked, shown };
}

describe('costs of the rows of a picker', () => {
  it('are those of the first rows first, and shown at the end when they are there at once', async () => {
    const { known, asked, shown } = await costsBy(part => Promise.resolve(costsOf(part)));
    expect([known.size, asked, shown]).toEqual([60, [24, 36], []]);
  });

  it('show the rows without them, and the first ones, while they take their time', async () => {
    const late = (part: readonly number[]): Promise<RowCost[]> =>
      new Promise(resolve => setTimeout(() => resolve(costsOf(part)), 80));
    expect((await costsBy(late)).shown).toEqual([0, 24]);
  });

  it('are left out where they cannot be read', async () => {
    const { known, asked } = await costsBy(() => Promise.reject(new Error('gone')));
    expect([known.size, asked]).toEqual([0, [24, 36]]);
  });

  it('are not asked for once another text was typed, nor of what has none', async () => {
    expect((await costsBy(() => Promise.resolve([]), AbortSignal.abort())).asked).toEqual([]);
    const refused = row({ uprobe: { ok: false, code: 'ifunc' } });
    const file = { costs: () => expect.fail('nothing to ask for') };
    const signal = new AbortController().signal;
    const known = await pickCosts(file, { rows: [refused] }, signal, () => undefined);
    expect(known.size).toBe(0);
  });
});
