import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import type { SymbolRow } from '../../../src/elf/symbolRow';
import { writeManySymbols } from '../../bench/manySymbols';
import { program } from './support/elfBuilder';
import { Fixtures, run } from './support/fixtures';
import { allRows } from './support/rows';

const fixtures = new Fixtures();
afterAll(() => fixtures.remove());

/** An index of functions with these names. */
async function named(names: readonly string[]): Promise<SymbolIndex> {
  const file = fixtures.path('named');
  writeFileSync(file, program(names.map(name => ({ name, value: 0x401000n }))));
  return SymbolIndex.open(file);
}

const found = async (index: SymbolIndex, text: string): Promise<string[]> =>
  (await index.query({ text })).rows.map(row => row.name);

describe('search', () => {
  it('ranks exact, prefix, word start, inside; then shorter names', async () => {
    const index = await named([
      'overreads',
      'sys_read',
      'ReadFile',
      'doRead',
      'read_page',
      'preread',
      'read',
      '_ZN3app4readEv',
      'readv',
      'other',
    ]);
    expect(await found(index, 'read')).toEqual([
      'read',
      'readv',
      'ReadFile',
      'read_page',
      'doRead',
      'sys_read',
      '_ZN3app4readEv',
      'preread',
      'overreads',
    ]);
  });

  it('minds case once an upper-case letter is typed', async () => {
    const index = await named(['read', 'Read', 'READ']);
    expect((await found(index, 'read')).sort()).toEqual(['READ', 'Read', 'read']);
    expect(await found(index, 'Read')).toEqual(['Read']);
  });

  it('takes the name without its version for an exact match', async () => {
    const index = await named(['readable', 'read@GLIBC_2.2.5']);
    const [first] = (await index.query({ text: 'read' })).rows;
    expect(first).toMatchObject({ name: 'read', version: '@GLIBC_2.2.5' });
  });

  it('finds names that share their tail in the string table', async () => {
    // The linker merges tails: `read` is stored inside `overread`.
    const library = fixtures.gcc('tails.so', ['other.c'], '-shared', '-fPIC', '-Wl,-O2');
    const index = await SymbolIndex.open(library);
    const names = run('nm', [library])
      .split('\n')
      .map(line => line.split(' ').at(-1)!);
    for (const name of names.filter(name => name !== '')) {
      expect(await found(index, name), name).toContain(name.split('@')[0]);
    }
  });

  it('agrees with String.includes for any names and text, or has its letters', async () => {
    const name = fc.stringMatching(/^[abA_1]{1,8}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { maxLength: 40 }),
        fc.stringMatching(/^[abA_1]{1,3}$/),
        async (names, text) => {
          const index = await named(names);
          const fold = (s: string): string => (/[A-Z]/.test(text) ? s : s.toLowerCase());
          const exact = names.filter(n => fold(n).includes(fold(text)));
          const letters = new RegExp(Array.from(text).join('.*'), 'i');
          const truth = exact.length > 0 ? exact : names.filter(n => letters.test(n));
          const result = await found(index, text);
          expect([...result].sort()).toEqual([...truth].sort());
          expect(result.findIndex(n => fold(n) === text) <= 0 || !names.includes(text)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds in node what nm lists', { timeout: 30_000 }, async () => {
    const index = await SymbolIndex.open(process.execPath);
    const list = (flag: string): string[] =>
      run('nm', [flag, process.execPath])
        .split('\n')
        .map(line => line.slice(19));
    const all = new Set([...list('-a'), ...list('-D')]);
    for (const text of ['uv_', 'Malloc', 'z', 'compress']) {
      const rows = await allRows(index, { text });
      const truth = [...all].map(name => name.split('@')[0]!);
      const fold = (s: string): string => (/[A-Z]/.test(text) ? s : s.toLowerCase());
      const names = new Set(rows.map(row => row.name).filter(n => fold(n).includes(text)));
      const missing = truth.filter(n => fold(n).includes(text) && !names.has(n));
      // nm -a lists source files too, which are no symbols of code.
      expect(missing.filter(n => !/\.(c|cc|cpp|S|s|o|asm|C)$/.test(n) && n !== 'zlib')).toEqual([]);
      expect(names.size).toBeGreaterThan(10);
    }
  });
});

describe('order', () => {
  it('is that of bytes, addresses or sizes, either way', async () => {
    const file = fixtures.path('ordered');
    const symbols = [
      { name: 'beta', value: 0x401020n, size: 1n },
      { name: 'Alpha', value: 0x401008n, size: 300n },
      { name: 'beta2', value: 0x401004n, size: 20n },
    ];
    writeFileSync(file, program(symbols));
    const index = await SymbolIndex.open(file);
    const names = async (order: 'name' | 'address' | 'size', descending = false) =>
      (await allRows(index, { order, descending })).map(row => row.name);

    expect(await names('name')).toEqual(['Alpha', 'beta', 'beta2']);
    expect(await names('address')).toEqual(['beta2', 'Alpha', 'beta']);
    expect(await names('size')).toEqual(['beta', 'beta2', 'Alpha']);
    expect(await names('size', true)).toEqual(['Alpha', 'beta2', 'beta']);
    expect((await allRows(index, { order: 'name', text: 'beta' })).map(row => row.name)).toEqual([
      'beta',
      'beta2',
    ]);
  });

  it.each(['binding', 'section', 'source'] as const)(
    'by %s has alike rows together, by address, and all of them',
    async order => {
      const program = fixtures.program('whole', '-pie', '-fPIE', '-rdynamic');
      const file = fixtures.objcopy(program, 'grouped', '-S', '--keep-symbol=main');
      const index = await SymbolIndex.open(file);
      const rows = await allRows(index, { order });
      const headers = run('readelf', ['-WS', file]);
      const sections = [...headers.matchAll(/^\s*\[ *\d+\] (\S+)/gm)].map(([, name]) => name!);
      const groups = {
        binding: (row: SymbolRow) => ['global', 'local', 'unique', 'weak'].indexOf(row.binding),
        section: (row: SymbolRow) =>
          row.section === '' ? sections.length : sections.indexOf(row.section),
        source: (row: SymbolRow) => ['symtab', 'dynsym'].indexOf(row.table),
      };
      const group = groups[order];
      expect(new Set(rows.map(row => row.index)).size).toBe(index.counts.symbols);
      expect(new Set(rows.map(group)).size).toBeGreaterThan(1);
      for (const [i, row] of rows.entries()) {
        const before = rows[i - 1] ?? row;
        expect(group(row) - group(before)).toBeGreaterThanOrEqual(0);
        if (group(row) === group(before) && row.uprobe.ok && before.uprobe.ok) {
          expect(row.address).toBeGreaterThanOrEqual(before.address);
        }
      }
    },
  );

  it('by name is that of a byte-wise sort, for node', { timeout: 30_000 }, async () => {
    const index = await SymbolIndex.open(process.execPath);
    const full = (await allRows(index, { order: 'name' })).map(row => row.name);
    const wrong = full.findIndex(
      (name, i) => i > 0 && Buffer.compare(Buffer.from(full[i - 1]!), Buffer.from(name)) > 0,
    );
    expect(full[wrong] ?? 'none').toBe('none');
    expect(full).toHaveLength(index.counts.symbols);
  });
});

describe('paging', () => {
  it('covers all rows once', async () => {
    const index = await named(Array.from({ length: 2500 }, (_, i) => `f${i}`));
    const rows = await allRows(index);
    expect(new Set(rows.map(row => row.index)).size).toBe(2500);
    expect((await index.query({ text: 'f', offset: 2490 })).rows).toHaveLength(10);
    expect((await index.query({ text: 'f', offset: 5000 })).rows).toEqual([]);
    expect((await index.query({ text: 'f', limit: 10_000 })).rows).toHaveLength(1000);
  });
});

describe('symbolAt', () => {
  it('names the function that holds an offset', async () => {
    const index = await SymbolIndex.open(fixtures.program('program', '-pie', '-fPIE'));
    const rows = await allRows(index, { probeableOnly: true, text: 'priced' });
    const { fileOffset, size } = rows.find(row => row.name === 'priced')!;
    const last = index.symbolAt({ fileOffset: fileOffset! + size - 1n });
    expect(last?.row.name.startsWith('priced')).toBe(true);
    expect(last?.delta).toBe(size - 1n);
    expect(index.symbolAt({ fileOffset: fileOffset! + size })?.row.name).not.toBe('priced');
    expect(index.symbolAt({ address: 1n << 60n })).toBeUndefined();
  });
});

describe('an aborted search', () => {
  it('rejects with the reason, and the next one is not harmed', async () => {
    const index = await named(['function_one', 'function_two']);
    const abort = new AbortController();
    const reason = new Error('superseded');
    const query = index.query({ text: 'function' }, abort.signal);
    abort.abort(reason);
    await expect(query).rejects.toBe(reason);
    expect((await index.query({ text: 'function' })).total).toBe(2);
  });

  it('stops in the middle of a long one', { timeout: 60_000 }, async () => {
    const file = fixtures.path('many');
    writeManySymbols(file, 300_000);
    const index = await SymbolIndex.open(file);
    await index.query({ text: 'warm-up' });
    const abort = new AbortController();
    const reason = new Error('superseded');
    // Text is found before anybody could stop it; a pattern is not.
    const query = index.query({ text: '/h.ndler/' }, abort.signal);
    // The second turn of the loop comes after the search has begun.
    setImmediate(() => setImmediate(() => abort.abort(reason)));
    await expect(query).rejects.toBe(reason);
  });
});
