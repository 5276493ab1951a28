import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import type { SymbolRow } from '../../../src/elf/symbolRow';
import { offsetBySections, readelfSymbols, type TrueSymbol } from './support/binutils';
import { Fixtures, run } from './support/fixtures';
import { allRows } from './support/rows';

const LIBC = '/lib/x86_64-linux-gnu/libc.so.6';
const UNLISTED = new Set(['SECTION', 'FILE']);
const TYPES: Readonly<Record<string, string>> = { IFUNC: 'ifunc', NOTYPE: 'notype' };

const fixtures = new Fixtures();
const files = new Map<string, string>();

beforeAll(() => {
  files.set('pie', fixtures.program('pie', '-pie', '-fPIE', '-rdynamic'));
  files.set('fixed', fixtures.program('fixed', '-no-pie'));
  files.set('stripped', fixtures.objcopy(files.get('pie')!, 'stripped', '--strip-all'));
  files.set('library', fixtures.library());
  files.set('static', fixtures.gcc('static', ['freestanding.c'], '-static', '-nostdlib'));
  files.set('x86', fixtures.gcc('x86', ['freestanding.c'], '-m32', '-static', '-nostdlib'));
  files.set('object', fixtures.gcc('object.o', ['other.c'], '-c'));
  files.set('node', process.execPath);
  files.set('libc', LIBC);
});
afterAll(() => fixtures.remove());

/** What identifies a symbol, in readelf's terms. */
const trueKey = ({ name, address, size, type, binding }: TrueSymbol): string =>
  [name, address, size, TYPES[type] ?? type.toLowerCase(), binding.toLowerCase()].join(' ');
const rowKey = ({ name, address, size, sizeKnown, type, binding }: SymbolRow): string =>
  [name, address, sizeKnown ? size : 0n, type, binding].join(' ');

describe.each(['pie', 'fixed', 'stripped', 'library', 'static', 'x86', 'object', 'node', 'libc'])(
  'symbols of %s',
  name => {
    it('are those of readelf', { timeout: 60_000 }, async () => {
      const file = files.get(name)!;
      const index = await SymbolIndex.open(file);
      const rows = await allRows(index);
      const truth = readelfSymbols(file).filter(({ type }) => !UNLISTED.has(type));

      expect(truth.length).toBeGreaterThan(0);
      // A symbol in both tables is one row, so sets are compared, then each table's own count.
      expect([...new Set(rows.map(rowKey))].sort()).toEqual(
        [...new Set(truth.map(trueKey))].sort(),
      );
      const symtab = new Set(rows.filter(row => row.table === 'symtab').map(rowKey));
      const twice = rows.filter(row => row.table === 'dynsym' && symtab.has(rowKey(row)));
      expect(twice.map(rowKey)).toEqual([]);
      const count = (table: string): number => truth.filter(s => s.table === table).length;
      expect(rows.filter(({ table }) => table === 'symtab')).toHaveLength(count('symtab'));
      expect(rows.length).toBe(index.counts.symbols);
    });

    it('have the source files of readelf, where they are static', { timeout: 60_000 }, async () => {
      const file = files.get(name)!;
      const rows = await allRows(await SymbolIndex.open(file));
      const truth = readelfSymbols(file).filter(({ type }) => !UNLISTED.has(type));
      const key = (symbol: TrueSymbol | SymbolRow): string =>
        [symbol.name, symbol.address, symbol.sourceFile ?? ''].join(' ');
      const isStatic = ({ table, binding }: TrueSymbol | SymbolRow): boolean =>
        table === 'symtab' && binding.toLowerCase() === 'local';

      expect(rows.filter(isStatic).map(key).sort()).toEqual(truth.filter(isStatic).map(key).sort());
      expect(rows.filter(row => !isStatic(row) && row.sourceFile !== undefined)).toEqual([]);
    });

    it('are at the file offsets of their sections', { timeout: 60_000 }, async () => {
      const file = files.get(name)!;
      const index = await SymbolIndex.open(file);
      const offsetOf = offsetBySections(file);
      const probeable = await allRows(index, { probeableOnly: true });

      expect(probeable).toHaveLength(index.counts.probeable);
      expect(probeable.length > 0).toBe(name !== 'object');
      for (const row of probeable) {
        if (row.fileOffset !== offsetOf(row.address)) {
          expect.fail(
            `${row.name}: ${String(row.fileOffset)}, not ${String(offsetOf(row.address))}`,
          );
        }
      }
    });
  },
);

describe('headers', () => {
  it.each(['pie', 'library', 'x86', 'node', 'libc'])('of %s are those of readelf', async name => {
    const file = files.get(name)!;
    const { info } = await SymbolIndex.open(file);
    const notes = run('readelf', ['-n', file]);
    const dynamic = run('readelf', ['-d', file]);
    const tags = (tag: string): string[] =>
      [...dynamic.matchAll(new RegExp(`\\(${tag}\\).*\\[(.*)\\]`, 'g'))].map(match => match[1]!);

    expect(info.buildId).toBe(/Build ID: ([0-9a-f]+)/.exec(notes)?.[1]);
    expect(info.needed).toEqual(tags('NEEDED'));
    expect(info.soname).toBe(tags('SONAME')[0]);
    expect(info.runpath).toEqual(tags('RUNPATH'));
    expect(info.bits).toBe(name === 'x86' ? 32 : 64);
    expect(info.machine).toBe(name === 'x86' ? 'x86' : 'x86-64');
  });
});

describe('versions', () => {
  it.each(['stripped', 'library', 'libc'])('of %s are those of readelf', async name => {
    const file = files.get(name)!;
    const rows = await allRows(await SymbolIndex.open(file));
    const dynsym = readelfSymbols(file).filter(({ table }) => table === 'dynsym');
    const named = new Set(rows.map(row => row.name + (row.version ?? '')));

    expect(dynsym.some(({ version }) => version !== '')).toBe(true);
    expect(dynsym.map(s => s.name + s.version).filter(full => !named.has(full))).toEqual([]);
  });
});
