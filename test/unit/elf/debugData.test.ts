import fc from 'fast-check';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { XzReadableStream } from 'xz-decompress';
import { ElfError } from '../../../src/elf/elfError';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import type { SymbolRow } from '../../../src/elf/symbolRow';
import { unpackXz } from '../../../src/elf/xz';
import { offsetBySections } from './support/binutils';
import { Fixtures } from './support/fixtures';
import { allRows, rowNamed } from './support/rows';
import { nmNames, withDebugData, withPacked, xz } from './support/splitDebug';

const MEBI = 1 << 20;
const fixtures = new Fixtures();
let whole = '';
let mini = '';

beforeAll(() => {
  whole = fixtures.program('whole', '-pie', '-fPIE', '-rdynamic', '-g0');
  mini = withDebugData(fixtures, whole, 'mini');
});
afterAll(() => fixtures.remove());

describe('a stripped program with .gnu_debugdata', () => {
  it('has the functions of the unstripped one, at the same file offsets', async () => {
    const index = await SymbolIndex.open(mini);
    const functions = new Set(nmNames(whole, 'Tt'));
    const offsetOf = offsetBySections(whole);
    const key = ({ name, fileOffset, size, section }: SymbolRow): string =>
      [name, fileOffset, size, section].join(' ');
    const truth = await allRows(await SymbolIndex.open(whole), { probeableOnly: true });
    const rows = await allRows(index, { probeableOnly: true });

    expect(rows.length).toBeGreaterThan(5);
    expect(rows.map(key).sort()).toEqual(
      truth
        .filter(row => functions.has(row.name))
        .map(key)
        .sort(),
    );
    for (const row of rows) {
      expect(row.fileOffset).toBe(offsetOf(row.address));
    }
    expect(index.counts.tables).toEqual(['debugdata', 'dynsym']);
  });

  it('says of each symbol which table it is from', async () => {
    const index = await SymbolIndex.open(mini);
    const [local] = nmNames(whole, 't');
    expect((await rowNamed(index, local!)).table).toBe('debugdata');
    expect((await rowNamed(index, 'main')).table).toBe('dynsym');
  });

  it('is read by its own table when it has one', async () => {
    const both = fixtures.objcopy(
      whole,
      'both',
      '--add-section',
      `.gnu_debugdata=${fixtures.path('mini.xz')}`,
    );
    const index = await SymbolIndex.open(both);
    expect((await allRows(index)).some(row => row.table === 'debugdata')).toBe(false);
  });
});

describe('a .gnu_debugdata that is not what it says', () => {
  const dynsymOnly = async (name: string, packed: Uint8Array): Promise<void> => {
    const index = await SymbolIndex.open(withPacked(fixtures, whole, name, packed));
    expect(index.counts.tables).toEqual(['dynsym']);
    expect((await rowNamed(index, 'main')).table).toBe('dynsym');
  };

  it('leaves the symbols of .dynsym', async () => {
    const text = fixtures.path('text');
    writeFileSync(text, 'no ELF file');
    await dynsymOnly('noXz', Buffer.from('no xz'));
    await dynsymOnly('noElf', xz(text));
    await dynsymOnly('cut', readFileSync(fixtures.path('mini.xz')).subarray(0, -40));
  });

  it('of another machine is passed over', async () => {
    const x86 = fixtures.gcc('x86', ['freestanding.c'], '-m32', '-static', '-nostdlib');
    await dynsymOnly('x86Inside', xz(x86));
  });

  it('that unpacks to gigabytes is given up', { timeout: 30_000 }, async () => {
    const zeros = fixtures.path('zeros');
    writeFileSync(zeros, '');
    truncateSync(zeros, 256 * MEBI);
    const bomb = xz(zeros, '-0');
    const before = process.memoryUsage().rss;
    await dynsymOnly('bomb', bomb);
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * MEBI);
    await expect(unpackXz(bomb, MEBI)).rejects.toMatchObject({ code: 'tooLarge' });
    // The decoder is free again.
    expect(await unpackXz(xz(whole), MEBI)).toEqual(readFileSync(whole));
  });
});

describe('xz', () => {
  it.each([['-0'], ['-9e'], ['--check=crc32'], ['--check=none'], ['--block-size=4096']])(
    'unpacks what `xz %s` packs',
    async flag => {
      expect(await unpackXz(xz(whole, flag), MEBI)).toEqual(readFileSync(whole));
    },
  );

  it('does not wait for ever for a decoder that is busy', async () => {
    const packed = xz(whole);
    const stuck = new XzReadableStream(new ReadableStream());
    await expect(unpackXz(packed, MEBI, 100)).rejects.toMatchObject({ code: 'tooLarge' });
    await stuck.cancel();
    expect(await unpackXz(packed, MEBI)).toEqual(readFileSync(whole));
  });

  it('refuses damage with an ElfError and goes on', { timeout: 60_000 }, async () => {
    const good = readFileSync(fixtures.path('mini.xz'));
    const writes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(writes, async changes => {
        const bytes = Buffer.from(good);
        for (const [at, value] of changes) {
          bytes[at] = value;
        }
        const start = performance.now();
        await unpackXz(bytes, 64 * MEBI).catch((error: unknown) => {
          expect(error).toBeInstanceOf(ElfError);
        });
        expect(performance.now() - start).toBeLessThan(3000);
      }),
      { numRuns: 300 },
    );
    expect((await unpackXz(good, MEBI)).length).toBeGreaterThan(good.length);
  });
});
