import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import { Fixtures, run } from './support/fixtures';
import { buildGoLister, goBuild } from './support/goBuild';
import { type NamedEntry, oldGoTable } from './support/oldGoTable';
import { allRows } from './support/rows';

/** 64 and 32 bits, either byte order. */
const ARCHES = [
  ['amd64', { wordSize: 8, littleEndian: true }],
  ['mips', { wordSize: 4, littleEndian: false }],
] as const;

const fixtures = new Fixtures();
const lines = (functions: readonly NamedEntry[]): string[] =>
  functions.map(({ address, name }) => `${address} ${name}`).sort();

let lister: string;
beforeAll(() => {
  lister = buildGoLister(fixtures);
}, 120_000);
afterAll(() => fixtures.remove());

/** Where the table begins in the file, and its bytes. */
function tableOf(file: string): { readonly offset: number; readonly size: number } {
  const sections = run('readelf', ['-WS', file]);
  const [, offset, size] = /gopclntab\s+PROGBITS\s+\w+ (\w+) (\w+)/.exec(sections)!;
  return { offset: Number(`0x${offset!}`), size: Number(`0x${size!}`) };
}

/** The program with another table in the place of its own. */
function withTable(name: string, file: string, table: Buffer): string {
  const bytes = readFileSync(file);
  const { offset, size } = tableOf(file);
  expect(table.length).toBeLessThanOrEqual(size);
  bytes.fill(0, offset, offset + size).set(table, offset);
  writeFileSync(fixtures.path(name), bytes);
  return fixtures.path(name);
}

async function functionsOf(file: string): Promise<NamedEntry[]> {
  return allRows(await SymbolIndex.open(file));
}

// No older Go here: its tables are written by hand, and Go's own reader of them is the judge.
describe.each(ARCHES)('a stripped program of an older Go for %s', (arch, machine) => {
  it.each(['1.2', '1.16'] as const)(
    'has the functions that Go %s wrote into its table',
    async version => {
      const stripped = goBuild(fixtures, arch, arch, '-ldflags=-s -w');
      const functions = (await functionsOf(stripped)).toSorted((a, b) =>
        a.address < b.address ? -1 : 1,
      );
      const table = oldGoTable(version, functions, machine);
      const file = withTable(`${arch} ${version}`, stripped, table);
      const truth = run(lister, [file]).trim().split('\n').sort();
      expect(truth.length).toBeGreaterThan(500);
      expect(truth).toEqual(lines(functions));

      const index = await SymbolIndex.open(file);
      const rows = await allRows(index);
      expect(lines(rows)).toEqual(truth);
      expect(index.counts).toMatchObject({ tables: ['gopclntab'], probeable: truth.length });
      expect(rows.every(row => row.section === '.text' && !row.uretprobe.ok)).toBe(true);
      // In Go 1.2's table names lie among other bytes, which a search must not find.
      const found = await allRows(index, { text: 'runtime.mal' });
      expect(lines(found)).toEqual(lines(rows.filter(row => row.name.includes('runtime.mal'))));
      expect(found.length).toBeGreaterThan(1);
    },
    60_000,
  );
});

describe('a table of an older Go that is not to be trusted', () => {
  const machine = ARCHES[0][1];
  let stripped: string;
  let functions: readonly NamedEntry[];
  beforeAll(async () => {
    stripped = goBuild(fixtures, 'hostile', 'amd64', '-ldflags=-s -w');
    functions = (await functionsOf(stripped)).slice(0, 100);
  }, 60_000);

  it('gives none of the functions whose address is not one of code', async () => {
    const moved = functions.map(({ address, name }, at) => ({
      address: at % 2 ? address : 0n,
      name,
    }));
    for (const version of ['1.2', '1.16'] as const) {
      const file = withTable('moved', stripped, oldGoTable(version, moved, machine));
      expect(lines(await functionsOf(file))).toEqual(lines(moved.filter(({ address }) => address)));
    }
  });

  it.each([
    ['1.2', 'count', 8, 1n << 60n],
    ['1.16', 'count', 8, 1n << 60n],
    ['1.16', 'names', 24, 1n << 62n],
    ['1.16', 'functions', 56, (1n << 64n) - 1n],
  ] as const)('of %s gives no functions for a wrong %s', async (version, _, at, value) => {
    const table = oldGoTable(version, functions, machine);
    table.writeBigUInt64LE(value, at);
    const { counts } = await SymbolIndex.open(withTable('wrong', stripped, table));
    expect(counts).toMatchObject({ tables: [], symbols: 0 });
  });
});
