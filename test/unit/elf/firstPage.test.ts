import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { fromFirstPage } from '../../../src/elf/firstPage';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import type { SymbolPage } from '../../../src/elf/symbolQuery';
import { writeManySymbols } from '../../bench/manySymbols';
import { program } from './support/elfBuilder';
import { Fixtures } from './support/fixtures';
import { loadDemangler } from './support/loadDemangler';

const fixtures = new Fixtures();
afterAll(() => fixtures.remove());

/** Functions with long names, so that they are left for later; some are aliases, local, without a size, or no code. */
function manyKinds(count: number): string {
  const file = fixtures.path('kinds');
  const symbols = Array.from({ length: count }, (_, i) => ({
    name: `_ZN4many5kinds${String(i).padStart(8, '0')}Ev_${'x'.repeat((i % 7) * 60)}`,
    // Backwards, three to an address now and then.
    value: 0x401000n + BigInt(Math.floor((count - i) / (i % 3 === 0 ? 1 : 2)) * 4),
    size: i % 5 === 0 ? 0n : BigInt(i % 90),
    info: i % 11 === 0 ? 0x02 : i % 13 === 0 ? 0x11 : i % 17 === 0 ? 0x10 : 0x12,
  }));
  const code = Buffer.alloc(4 * count + 64, 0xc3);
  const segment = { fileSize: BigInt(code.length) };
  writeFileSync(file, program(symbols, { code: { body: code }, segment }));
  return file;
}

describe('the first page', () => {
  it.each([
    ['a program of many kinds of symbols', () => manyKinds(8000)],
    [
      'many functions',
      () => {
        const file = fixtures.path('many');
        writeManySymbols(file, 40_000);
        return file;
      },
    ],
  ])('of %s is that of the whole index', async (_, make) => {
    const { page, index } = await SymbolIndex.begin(make(), await loadDemangler());
    const whole = await index;
    expect(page?.rows).toHaveLength(200);
    expect(page).toEqual(await whole.query({ text: '' }));
  });

  it('of a program with two tables comes before these are paired, and says so', async () => {
    const { page, index } = await SymbolIndex.begin(process.execPath, await loadDemangler());
    const whole = await index;
    const { rows, total } = await whole.query({ text: '' });
    expect(page).toEqual({ rows, total: 200, counting: true });
    expect(total).toBe(whole.counts.symbols);
  });

  it('is not made where names are few', async () => {
    expect((await SymbolIndex.begin(manyKinds(300))).page).toBeUndefined();
  });

  it('answers the empty query for as many rows as it has, and no other', () => {
    const row = { name: 'main' };
    const page = { total: 9, rows: [row, row] } as unknown as SymbolPage;
    expect(fromFirstPage(page, { text: '', limit: 1 })).toEqual({ total: 9, rows: [row] });
    expect(fromFirstPage(page, { text: '', now: true, limit: 2 })).toEqual(page);
    const counting = { ...page, counting: true as const };
    expect(fromFirstPage(counting, { text: '', limit: 1 })).toBeUndefined();
    expect(fromFirstPage(counting, { text: '', limit: 1, now: true })).toEqual({
      total: 9,
      rows: [row],
      counting: true,
    });
    for (const query of [
      { text: '', limit: 3 },
      { text: '' },
      { text: 'm', limit: 1 },
      { text: '', limit: 1, offset: 1 },
      { text: '', limit: 1, order: 'name' as const },
      { text: '', limit: 1, descending: true },
      { text: '', limit: 1, probeableOnly: true },
      { text: '', limit: 1, locate: [3] },
    ]) {
      expect(fromFirstPage(page, query)).toBeUndefined();
    }
  });
});
