import { afterAll, describe, expect, it } from 'vitest';
import { inspectSite } from '../../../../src/elf/code/inspectSite';
import { resolverChoices } from '../../../../src/elf/code/resolverChoices';
import { rowCosts } from '../../../../src/elf/code/rowCosts';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import type { SymbolRow } from '../../../../src/elf/symbolRow';
import { Fixtures } from '../support/fixtures';
import { rowNamed } from '../support/rows';

const fixtures = new Fixtures();
afterAll(() => fixtures.remove());

const choices = (path: string, index: SymbolIndex, row: SymbolRow): Promise<readonly SymbolRow[]> =>
  resolverChoices(path, index.info, row, place => index.symbolAt(place));

describe('the resolver of an IFUNC', () => {
  it.each(['-O0', '-O2'])(
    'chooses among the functions whose address it takes, gcc %s',
    async level => {
      const path = fixtures.program(`resolver${level}`, level);
      const index = await SymbolIndex.open(path);
      const resolver = await rowNamed(index, 'chosen_at_load');
      const found = await choices(path, index, resolver);
      expect(found.map(({ name, uprobe }) => [name, uprobe])).toEqual([['plain', { ok: true }]]);
    },
  );

  it('of the C library names what the file has names for', async () => {
    const path = '/lib/x86_64-linux-gnu/libc.so.6';
    const index = await SymbolIndex.open(path);
    const [resolver] = await index.definitions('strlen');
    expect(resolver).toMatchObject({ type: 'ifunc', uprobe: { ok: false, code: 'ifunc' } });
    // The implementations are local, and Debian strips those names.
    expect(await choices(path, index, resolver!)).toEqual([]);
  });

  it('is decoded, and warned about, but only attached by who was told', async () => {
    const path = fixtures.program('warned');
    const index = await SymbolIndex.open(path);
    const row = await rowNamed(index, 'chosen_at_load');
    const site = await inspectSite(path, index.info, { row, delta: 0n });
    expect(site).toMatchObject({
      uprobe: { ok: false, code: 'ifunc' },
      uretprobe: { ok: false, code: 'ifunc' },
      cost: 'emulated',
      warnings: ['resolver'],
    });
    const file = { path, info: index.info, code: index.code };
    expect(await rowCosts(file, [row])).toEqual([
      { index: row.index, cost: 'emulated', warnings: ['resolver'] },
    ]);
  });
});
