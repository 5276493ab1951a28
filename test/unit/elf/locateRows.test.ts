import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import type { SymbolOrder } from '../../../src/elf/symbolQuery';
import { Fixtures } from './support/fixtures';
import { allRows } from './support/rows';
import { usdtProgram } from './support/usdtPrograms';

const ORDERS: SymbolOrder[] = [
  'relevance',
  'name',
  'address',
  'size',
  'binding',
  'section',
  'source',
];
const TEXTS = ['', 'o', 'shop:', 'shop*', 'main', 'nothing'];

const fixtures = new Fixtures();
let index: SymbolIndex;
beforeAll(async () => {
  index = await SymbolIndex.open(usdtProgram(fixtures, 'shop', '-O2'));
});
afterAll(() => fixtures.remove());

describe.each(ORDERS)('rows by %s', order => {
  it.each(TEXTS)('are located where they are listed for %j', async text => {
    const all = (await allRows(index)).map(row => row.index);
    for (const descending of [false, true]) {
      const query = { text, order, descending };
      const listed = (await allRows(index, query)).map(row => row.index);
      const { positions } = await index.query({ ...query, limit: 1, locate: all });
      expect(positions).toEqual(all.map(row => listed.indexOf(row)));
    }
  });
});

describe('locating', () => {
  it('is only done when asked, and knows no row that is not in the file', async () => {
    expect(await index.query({ text: '' })).not.toHaveProperty('positions');
    expect((await index.query({ text: '', locate: [1e6] })).positions).toEqual([-1]);
  });
});
