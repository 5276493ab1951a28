import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { ElfError } from '../../../src/elf/elfError';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import { readelfSymbols } from './support/binutils';
import { Fixtures, run } from './support/fixtures';
import { allRows } from './support/rows';

const fixtures = new Fixtures();
afterAll(() => fixtures.remove());

/** Cut off the section headers, as sstrip does: with all that lies behind what the loader reads. */
function withoutSections(file: string, name: string): string {
  const bytes = readFileSync(file);
  const is64 = bytes[4] === 2;
  const end = is64 ? Number(bytes.readBigUInt64LE(40)) : bytes.readUInt32LE(32);
  const [shoff, counts] = is64 ? [40, 58] : [32, 46];
  bytes.fill(0, shoff, shoff + (is64 ? 8 : 4));
  bytes.fill(0, counts, counts + 6);
  writeFileSync(fixtures.path(name), bytes.subarray(0, end));
  return fixtures.path(name);
}

/** `name@version address` of what is defined. */
function truth(file: string): string[] {
  return readelfSymbols(file)
    .filter(symbol => symbol.table === 'dynsym' && ['FUNC', 'OBJECT'].includes(symbol.type))
    .map(({ name, version, address }) => `${name}${version} ${address}`)
    .sort();
}

async function read(file: string): Promise<string[]> {
  const rows = (await allRows(await SymbolIndex.open(file))).filter(
    ({ type }) => type === 'func' || type === 'object',
  );
  return rows.map(({ name, version, address }) => `${name}${version ?? ''} ${address}`).sort();
}

describe.each([['gnu'], ['sysv'], ['both']])('without section headers (hash style %s)', style => {
  it('a library has its dynamic symbols, with their versions', async () => {
    const library = fixtures.gcc(
      `lib-${style}.so`,
      ['library.c'],
      '-shared',
      '-fPIC',
      `-Wl,--hash-style=${style}`,
      `-Wl,--version-script=test/fixtures/elf/library.map`,
      '-lm',
    );
    const bare = withoutSections(library, `bare-${style}.so`);
    expect(run('readelf', ['-hW', bare])).toMatch(/Number of section headers:\s+0/);
    expect(truth(library).length).toBeGreaterThan(5);
    expect(await read(bare)).toEqual(truth(library));

    const whole = await allRows(await SymbolIndex.open(library), { probeableOnly: true });
    const found = await SymbolIndex.open(bare);
    const offsets = new Map(whole.map(row => [`${row.name}${row.version}`, row.fileOffset]));
    const rows = await allRows(found, { probeableOnly: true });
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) {
      expect(row.fileOffset).toBe(offsets.get(`${row.name}${row.version}`));
    }
    expect(found.counts.tables).toEqual(['dynsym']);
  });

  it('a library for 32 bits has its dynamic symbols', async () => {
    const flags = ['-m32', '-shared', '-fPIC', '-nostdlib', `-Wl,--hash-style=${style}`];
    const library = fixtures.gcc(`x86-${style}.so`, ['freestanding.c'], ...flags);
    const bare = withoutSections(library, `bareX86-${style}.so`);
    expect(truth(library).length).toBeGreaterThan(1);
    expect(await read(bare)).toEqual(truth(library));
  });
});

describe('without section headers', () => {
  it('a program knows what it needs, and its build-id', async () => {
    const program = fixtures.program('program', '-pie', '-fPIE', '-Wl,--build-id=sha1');
    const { info } = await SymbolIndex.open(withoutSections(program, 'bareProgram'));
    const whole = (await SymbolIndex.open(program)).info;
    const { needed, buildId, runpath } = whole;
    expect(needed).toContain('libc.so.6');
    expect(buildId).toMatch(/^[0-9a-f]{40}$/);
    expect(info).toMatchObject({ needed, buildId, runpath });
  });

  it('a static program has no symbols', async () => {
    const still = fixtures.gcc('static', ['freestanding.c'], '-static', '-nostdlib');
    const { counts } = await SymbolIndex.open(withoutSections(still, 'bareStatic'));
    expect(counts).toMatchObject({ tables: [], symbols: 0 });
  });

  it('hash tables that lie are refused in time', async () => {
    for (const style of ['gnu', 'sysv']) {
      const flags = ['-shared', '-fPIC', '-nostdlib', `-Wl,--hash-style=${style}`];
      const library = fixtures.gcc('liar.so', ['freestanding.c'], ...flags);
      const bare = withoutSections(library, 'liar');
      const tag = style === 'gnu' ? 'GNU_HASH' : 'HASH';
      const at = Number(
        new RegExp(`\\(${tag}\\)\\s+(0x\\w+)`).exec(run('readelf', ['-dW', library]))![1]!,
      );
      const good = readFileSync(bare);
      for (let word = 0; word < 12; word++) {
        for (const value of [0, 1, 0x7fffffff, 0xffffffff]) {
          const bytes = Buffer.from(good);
          bytes.writeUInt32LE(value, at + 4 * word);
          writeFileSync(fixtures.path('mutant'), bytes);
          const start = performance.now();
          await SymbolIndex.open(fixtures.path('mutant')).catch((error: unknown) => {
            expect(error).toBeInstanceOf(ElfError);
          });
          expect(performance.now() - start).toBeLessThan(1000);
        }
      }
    }
  });
});
