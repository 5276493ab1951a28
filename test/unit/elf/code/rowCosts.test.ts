import { utimesSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectSite } from '../../../../src/elf/code/inspectSite';
import { rowCosts } from '../../../../src/elf/code/rowCosts';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import type { RowCost } from '../../../../src/workers/symbolMessages';
import { Fixtures } from '../support/fixtures';
import { allRows, rowNamed } from '../support/rows';
import { Sites } from '../support/sites';

const fixtures = new Fixtures();
afterAll(() => fixtures.remove());

const costs = (
  path: string,
  index: SymbolIndex,
  rows: readonly number[],
  signal?: AbortSignal,
): Promise<RowCost[]> =>
  rowCosts({ path, info: index.info, code: index.code }, index.rowsAt(rows), signal);

/** What is said of one row by decoding its whole function. */
async function inspected(path: string, index: SymbolIndex, at: number): Promise<RowCost> {
  const [row] = index.rowsAt([at]);
  const site = await inspectSite(path, index.info, row && { row, delta: 0n });
  const { cost, warnings, pastEndbr } = site;
  return { index: at, cost, ...(pastEndbr === undefined ? {} : { pastEndbr }), warnings };
}

describe('costs of rows are what inspecting each one tells', () => {
  it.each([
    ['libc', () => '/lib/x86_64-linux-gnu/libc.so.6'],
    ['node', () => process.execPath],
    ['a program with endbr64', () => withEndbr()],
    ['a program of many odd functions', () => withEndbr('-O3')],
  ])(
    'of %s',
    async (_, pathOf) => {
      const path = pathOf();
      const index = await SymbolIndex.open(path);
      const all = await allRows(index, { text: '', probeableOnly: true });
      const some = fc.uniqueArray(fc.nat(all.length - 1), { minLength: 1, maxLength: 60 });
      await fc.assert(
        fc.asyncProperty(some, async picked => {
          const rows = picked.map(i => all[i]!.index);
          const each = [];
          for (const row of rows) {
            each.push(await inspected(path, index, row));
          }
          expect(await costs(path, index, rows)).toEqual(each);
        }),
        { numRuns: 5 },
      );
    },
    60_000,
  );

  function withEndbr(level = '-O2'): string {
    const sources = ['program.c', 'library.c', 'other.c'];
    return fixtures.gcc(`endbr${level}`, sources, level, '-fcf-protection=full', '-lm');
  }
});

describe('costs', () => {
  let sites: Sites;
  beforeAll(async () => {
    sites = await Sites.compile(fixtures.path('sites'));
  });

  const of = async (...names: string[]): Promise<RowCost[]> => {
    const rows = await Promise.all(names.map(name => rowNamed(sites.index, name)));
    return costs(
      sites.path,
      sites.index,
      rows.map(row => row.index),
    );
  };

  it('name the cheaper place past endbr64 only where the entry alone leads there', async () => {
    const { fileOffset } = await rowNamed(sites.index, 'pastEndbr');
    expect(await of('pastEndbr', 'loopToEndbr', 'entryNop5', 'shortOne')).toMatchObject([
      { cost: 'stepped', pastEndbr: fileOffset! + 4n },
      { cost: 'stepped' },
      { cost: 'newlyEmulated' },
      { cost: 'stepped', warnings: ['short'] },
    ]);
    expect((await of('loopToEndbr'))[0]).not.toHaveProperty('pastEndbr');
  });

  it('of rows that cannot be probed, or are none, are unknown or left out', async () => {
    const { index } = await rowNamed(sites.index, 'counter');
    const answer = await costs(sites.path, sites.index, [index, -1, 1.5, 1e9]);
    expect(answer).toEqual([{ index, cost: 'unknown', warnings: [] }]);
  });

  it('of a file that is another one by now are unknown', async () => {
    const changed = await Sites.compile(fixtures.path('changed'));
    utimesSync(changed.path, 0, 0);
    const row = await rowNamed(changed.index, 'branches');
    expect(await costs(changed.path, changed.index, [row.index])).toMatchObject([
      { cost: 'unknown' },
    ]);
  });

  it('stop soon after the signal', async () => {
    const reason = new Error('no longer shown');
    await expect(
      costs(
        sites.path,
        sites.index,
        [(await rowNamed(sites.index, 'main')).index],
        AbortSignal.abort(reason),
      ),
    ).rejects.toBe(reason);
  });
});
