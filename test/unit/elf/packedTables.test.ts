import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deflateSync } from 'node:zlib';
import { ElfError } from '../../../src/elf/elfError';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import { unpackZstd } from '../../../src/elf/zstd';
import { ElfBuilder } from './support/elfBuilder';
import { Fixtures, run } from './support/fixtures';
import {
  compressionHeader,
  ELFCOMPRESS_ZLIB,
  ELFCOMPRESS_ZSTD,
  packedProgram,
  zlibBody,
  zstdBody,
} from './support/packedSections';
import { allRows } from './support/rows';

const MEBI = 1 << 20;
const LITTLE64 = new ElfBuilder(64, true);
const fixtures = new Fixtures();
let whole = '';

beforeAll(() => {
  whole = fixtures.program('whole', '-pie', '-fPIE', '-g0');
});
afterAll(() => fixtures.remove());

const symbols = Array.from({ length: 300 }, (_, index) => ({
  name: `function_${index}`,
  value: 0x401000n + BigInt(index % 64),
}));

const written = (bytes: Buffer): string => {
  writeFileSync(fixtures.path('built'), bytes);
  return fixtures.path('built');
};

async function namesOf(file: string): Promise<string[]> {
  const rows = await allRows(await SymbolIndex.open(file));
  return rows.map(({ name, fileOffset }) => `${name} ${fileOffset}`).sort();
}

const refusal = (bytes: Buffer): Promise<unknown> =>
  SymbolIndex.open(written(bytes)).then(
    () => 'read',
    (error: unknown) => (error instanceof ElfError ? error.code : error),
  );

describe('a symbol table that is compressed', () => {
  it('by eu-elfcompress is read as the one that is not', async () => {
    const packed = fixtures.path('packed.eu');
    const names = ['--name=.symtab', '--name=.strtab'];
    run('eu-elfcompress', ['--type=zlib', '--force', ...names, '--output', packed, whole]);
    expect(run('readelf', ['-WS', packed])).toMatch(/\.symtab .* C /);
    expect(await namesOf(packed)).toEqual(await namesOf(whole));
  });

  it.each([
    [64, true],
    [64, false],
    [32, true],
    [32, false],
  ] as const)('by zlib in a file of %i bits is read (little endian: %s)', async (bits, little) => {
    const builder = new ElfBuilder(bits, little);
    const file = written(packedProgram(builder, symbols, bytes => zlibBody(builder, bytes)));
    expect(await namesOf(file)).toEqual(
      symbols
        .map(({ name, value }) => `${name} ${value - 0x401000n + builder.bodyOffset(1)}`)
        .sort(),
    );
  });

  it('by zstd is read', async () => {
    const packed = packedProgram(LITTLE64, symbols, bytes => zstdBody(fixtures, bytes));
    const plain = packedProgram(LITTLE64, symbols, bytes => zlibBody(LITTLE64, bytes));
    const names = await namesOf(written(packed));
    expect(names).toHaveLength(symbols.length);
    expect(names).toEqual(await namesOf(written(plain)));
  });
});

describe('a compressed symbol table that is not what it says', () => {
  const header = (type: number, size: bigint): Buffer => compressionHeader(LITTLE64, type, size);
  const packedAs = (body: Buffer): Buffer => packedProgram(LITTLE64, symbols, () => body);

  it('is refused by the size that it declares', async () => {
    for (const type of [ELFCOMPRESS_ZLIB, ELFCOMPRESS_ZSTD]) {
      for (const size of [1n << 63n, 1n << 40n, 200n << 20n]) {
        expect(await refusal(packedAs(header(type, size)))).toBe('tooLarge');
      }
    }
  });

  it('is refused when it unpacks to more, or less, than it declares', async () => {
    const bomb = deflateSync(Buffer.alloc(64 * MEBI));
    const zstdBomb = zstdBody(fixtures, Buffer.alloc(64 * MEBI)).subarray(24);
    const before = process.memoryUsage().rss;
    for (const size of [0n, 1000n, 100n << 20n]) {
      const asZlib = Buffer.concat([header(ELFCOMPRESS_ZLIB, size), bomb]);
      expect(await refusal(packedAs(asZlib))).toBe('unsupported');
      const asZstd = Buffer.concat([header(ELFCOMPRESS_ZSTD, size), zstdBomb]);
      expect(await refusal(packedAs(asZstd))).toBe('unsupported');
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * MEBI);
  });

  it('is refused when it is cut, or compressed in an unknown way', async () => {
    expect(await refusal(packedAs(Buffer.alloc(20)))).toBe('truncated');
    expect(await refusal(packedAs(header(3, 100n)))).toBe('unsupported');
    for (const type of [ELFCOMPRESS_ZLIB, ELFCOMPRESS_ZSTD]) {
      expect(await refusal(packedAs(header(type, 100n)))).toBe('unsupported');
    }
  });

  it('ends in an ElfError whatever its bytes, and the next one is read', async () => {
    const text = Buffer.from('names of functions '.repeat(500));
    const good = zstdBody(fixtures, text).subarray(24);
    const writes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(writes, async changes => {
        const bytes = Buffer.from(good);
        for (const [at, value] of changes) {
          bytes[at] = value;
        }
        await unpackZstd(bytes, text.length).catch((error: unknown) => {
          expect(error).toBeInstanceOf(ElfError);
        });
      }),
      { numRuns: 500 },
    );
    expect(await unpackZstd(good, text.length)).toEqual(text);
  });
});
