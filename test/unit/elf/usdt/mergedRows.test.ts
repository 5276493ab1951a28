import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import type { SymbolQuery } from '../../../../src/elf/symbolQuery';
import type { SymbolRow } from '../../../../src/elf/symbolRow';
import { Fixtures } from '../support/fixtures';
import { allRows } from '../support/rows';
import { usdtProgram } from '../support/usdtPrograms';

const fixtures = new Fixtures();
let path: string;
let index: SymbolIndex;

beforeAll(async () => {
  path = usdtProgram(fixtures, 'shop', '-O2');
  index = await SymbolIndex.open(path);
});
afterAll(() => fixtures.remove());

const names = async (query: Partial<SymbolQuery>): Promise<string[]> =>
  (await allRows(index, query)).map(row => row.name);
const probes = async (query: Partial<SymbolQuery>): Promise<string[]> =>
  (await names(query)).filter(name => name.startsWith('shop:'));

describe('USDT probes among symbols', () => {
  it.each([
    ['shop:paid', ['shop:paid']],
    ['SHOP:P', ['shop:paid']],
    ['/SHOP:P/', []],
    ['sh*:*', ['shop:paid', 'shop:bare', 'shop:order', 'shop:stocked']],
    ['/^shop:[bp]/', ['shop:paid', 'shop:bare']],
    ['shpdr', ['shop:order']],
  ])('are found by %s', async (text, found) => {
    expect(await probes({ text })).toEqual(found);
  });

  it('come behind functions of the name that is typed, and before all else', async () => {
    expect((await names({ text: 'paid' })).slice(0, 2)).toEqual(['paid', 'shop:paid']);
    expect((await names({ text: 'order' })).slice(0, 2)).toEqual(['order', 'shop:order']);
    expect(await names({ text: 'shop' })).toEqual([
      ...['shop_paid_semaphore', 'shop_order_semaphore'],
      ...['shop:paid', 'shop:bare', 'shop:order', 'shop:stocked'],
    ]);
  });

  it('found letter by letter do not come with what has the text', async () => {
    // s…t…o is in shop:stocked too.
    expect(await names({ text: 'sto' })).toContain('shop:stocked');
    // s…o is in all probes, and `so` in `sold`.
    expect(await names({ text: 'so' })).toContain('sold');
    expect(await probes({ text: 'so' })).toEqual([]);
    expect(await names({ text: 'p:o' })).toEqual(['shop:order']);
  });

  it.each(['name', 'address', 'size'] as const)('are in their places by %s', async order => {
    const rows = await allRows(index, { order, probeableOnly: true });
    // A size that is only a bound is 0 in the table, by which it is sorted.
    const key = (row: SymbolRow): string | bigint =>
      order === 'size' && !row.sizeKnown ? 0n : row[order];
    const keys = rows.map(key);
    expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    expect(rows.filter(row => row.type === 'usdt')).toHaveLength(4);
    const down = await allRows(index, { order, probeableOnly: true, descending: true });
    expect(down.map(row => row.index)).toEqual(rows.map(row => row.index).reverse());
  });

  it('have indexes of their own, and pages cover all rows once', async () => {
    const all = await allRows(index);
    expect(new Set(all.map(row => row.index)).size).toBe(all.length);
    expect(all).toHaveLength(index.counts.symbols);
    const paged = [];
    for (let offset = 0; offset < all.length; offset += 3) {
      paged.push(...(await index.query({ text: '', offset, limit: 3 })).rows);
    }
    expect(paged.map(row => row.index)).toEqual(all.map(row => row.index));
  });

  it('are known by the offsets of their sites', async () => {
    const [row] = await allRows(index, { text: 'shop:paid' });
    const [, second] = row!.usdt!.sites;
    expect(index.usdtAt(second!.fileOffset)?.name).toBe('shop:paid');
    expect(index.usdtAt(second!.fileOffset + 1n)).toBeUndefined();
  });
});

describe('a damaged site', () => {
  it('is refused, and not listed among what can be probed', async () => {
    const [row] = await allRows(index, { text: 'shop:bare' });
    const bytes = readFileSync(path);
    bytes[Number(row!.fileOffset)] = 0xc3;
    writeFileSync(fixtures.path('damaged'), bytes);
    const damaged = await SymbolIndex.open(fixtures.path('damaged'));
    const found = await allRows(damaged, { text: 'shop:', probeableOnly: true });
    expect(found.map(({ name }) => name)).not.toContain('shop:bare');
    expect(found).toHaveLength(3);
  });
});
