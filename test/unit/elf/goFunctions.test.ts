import fc from 'fast-check';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ElfError } from '../../../src/elf/elfError';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import { offsetBySections } from './support/binutils';
import { Fixtures, run } from './support/fixtures';
import { BundledWorker } from '../workers/bundledWorker';
import { exerciseFile } from './support/exerciseFile';
import { goBuild } from './support/goBuild';
import { mutant, mutations } from './support/mutants';
import { ReaderProcess } from './support/readerProcess';
import { allRows, rowNamed } from './support/rows';

const STRIP = '-ldflags=-s -w';
/** 32 and 64 bits, both byte orders. */
const ARCHES = ['amd64', '386', 's390x', 'mips'];
const GO_1_20 = 0xfffffff1;

const fixtures = new Fixtures();
const stripped = new Map<string, string>();

beforeAll(() => {
  for (const arch of ARCHES) {
    stripped.set(arch, goBuild(fixtures, arch, arch, STRIP));
  }
}, 240_000);
afterAll(() => fixtures.remove());

/**
 * `address name` of each function that nm lists; the marks of the section's ends are no functions. The
 * runtime's table shortens type arguments, and leaves out the ABI (cmd/link/internal/ld/pcln.go).
 */
function nmFunctions(file: string): string[] {
  return run('nm', [file])
    .split('\n')
    .map(line => /^([0-9a-f]+) [Tt] (.*)$/.exec(line))
    .filter(match => match !== null && !/^runtime\.e?text$/.test(match[2]!))
    .map(match => `${BigInt(`0x${match![1]!}`)} ${runtimeName(match![2]!)}`)
    .sort();
}

function runtimeName(symbol: string): string {
  return symbol.replace(/\.abi\d+$/, '').replace(/\[.*\]/, '[...]');
}

/** Where the table begins in the file. */
function tableOffset(file: string): number {
  const sections = run('readelf', ['-WS', file]);
  return Number(`0x${/gopclntab\s+PROGBITS\s+\w+ (\w+)/.exec(sections)![1]!}`);
}

function patched(name: string, from: string, change: (table: Buffer) => void): string {
  const bytes = readFileSync(from);
  change(bytes.subarray(tableOffset(from)));
  writeFileSync(fixtures.path(name), bytes);
  return fixtures.path(name);
}

async function functionsOf(file: string): Promise<string[]> {
  const rows = await allRows(await SymbolIndex.open(file));
  return rows.map(({ address, name }) => `${address} ${name}`).sort();
}

describe('a stripped Go program', () => {
  it.each(ARCHES)(
    'for %s has the functions of the unstripped one',
    async arch => {
      const whole = goBuild(fixtures, `${arch}.whole`, arch);
      const truth = nmFunctions(whole);
      const index = await SymbolIndex.open(stripped.get(arch)!);

      expect(truth.length).toBeGreaterThan(500);
      expect(await functionsOf(stripped.get(arch)!)).toEqual(truth);
      expect(index.counts).toMatchObject({ tables: ['gopclntab'], probeable: truth.length });
      expect(index.info.isGo).toBe(true);
    },
    120_000,
  );

  it('has them at the file offsets of its sections, up to the next one', async () => {
    const file = stripped.get('amd64')!;
    const offsetOf = offsetBySections(file);
    const index = await SymbolIndex.open(file);
    const rows = await allRows(index);
    expect(rows.filter(row => row.fileOffset !== offsetOf(row.address))).toEqual([]);
    const deposit = await rowNamed(index, 'main.(*account).deposit');
    expect(deposit).toMatchObject({ section: '.text', sizeKnown: false, table: 'gopclntab' });
    expect(deposit.uretprobe).toEqual({ ok: false, code: 'goBinary' });
    expect(index.symbolAt({ address: deposit.address + 2n })?.row.name).toBe(deposit.name);
  });

  it('as a PIE has them too', async () => {
    const whole = goBuild(fixtures, 'pie.whole', 'amd64', '-buildmode=pie');
    const pie = goBuild(fixtures, 'pie', 'amd64', '-buildmode=pie', STRIP);
    expect(await functionsOf(pie)).toEqual(nmFunctions(whole));
  }, 120_000);

  it.each(['pie', 'exe'])(
    'that a C linker made (%s) has them too, beside the C functions',
    async mode => {
      const flags = [`-buildmode=${mode}`, '-ldflags=-linkmode=external'];
      const whole = goBuild(fixtures, `external.${mode}.whole`, 'amd64', ...flags);
      const file = goBuild(fixtures, `external.${mode}`, 'amd64', flags[0]!, `${flags[1]!} -s -w`);
      const truth = new Set(nmFunctions(whole));
      const index = await SymbolIndex.open(file);
      const rows = (await allRows(index)).filter(({ table }) => table === 'gopclntab');
      expect(rows.length).toBeGreaterThan(500);
      expect(rows.filter(row => !truth.has(`${row.address} ${row.name}`))).toEqual([]);
      const offsetOf = offsetBySections(file);
      expect(rows.filter(row => row.fileOffset !== offsetOf(row.address))).toEqual([]);

      // A linker may leave the start of the text to the relocation.
      if (mode === 'pie') {
        const bytes = readFileSync(file);
        const at = bytes.indexOf(Buffer.from([0xf0, 0xff, 0xff, 0xff, 0, 0, 1, 8]));
        bytes.fill(0, at + 24, at + 32);
        writeFileSync(fixtures.path('relocated'), bytes);
        const relocated = await allRows(await SymbolIndex.open(fixtures.path('relocated')));
        const named = (list: readonly { name: string; address: bigint }[]): string[] =>
          list.map(({ name, address }) => `${address} ${name}`).sort();
        expect(named(relocated.filter(({ table }) => table === 'gopclntab'))).toEqual(named(rows));
      }
    },
    120_000,
  );

  it('that is not stripped is read by its symbol table', async () => {
    const index = await SymbolIndex.open(goBuild(fixtures, 'whole', 'amd64'));
    expect(index.counts.tables).toEqual(['symtab']);
  });
});

// No newer Go here: what its table has different in the parts that are read is put in by hand.
describe('the table of a newer Go', () => {
  it('has another magic since 1.20', async () => {
    const file = stripped.get('amd64')!;
    const newer = patched('go120', file, table => table.writeUInt32LE(GO_1_20, 0));
    expect(await functionsOf(newer)).toEqual(await functionsOf(file));
  });

  it('may leave out where the text starts: the entry point tells, where it is of Go', async () => {
    const file = stripped.get('amd64')!;
    const newer = patched('noText', file, table => table.writeBigUInt64LE(0n, 24));
    expect(await functionsOf(newer)).toEqual(await functionsOf(file));
    const flags = ['-buildmode=exe', '-ldflags=-linkmode=external -s -w'];
    const external = goBuild(fixtures, 'external', 'amd64', ...flags);
    const { counts } = await SymbolIndex.open(
      patched('externalNoText', external, table => table.writeBigUInt64LE(0n, 24)),
    );
    // The kernel starts a function of the C library.
    expect(counts.tables).not.toContain('gopclntab');
  }, 60_000);
});

describe('a table of Go functions that is not to be trusted', () => {
  const noRows = async (name: string, change: (table: Buffer) => void): Promise<void> => {
    const index = await SymbolIndex.open(patched(name, stripped.get('amd64')!, change));
    expect(index.counts).toMatchObject({ tables: [], symbols: 0, functions: 0, probeable: 0 });
  };

  it('gives no functions', async () => {
    await noRows('go12', table => table.writeUInt32LE(0xfffffffb, 0));
    await noRows('go116', table => table.writeUInt32LE(0xfffffffa, 0));
    await noRows('unknown', table => table.writeUInt32LE(0xfffffff9, 0));
    await noRows('words', table => table.writeUInt8(4, 7));
    await noRows('outside', table => table.writeBigUInt64LE(0x10n, 24));
    await noRows('count', table => table.writeBigUInt64LE(1n << 63n, 8));
    await noRows('names', table => table.writeBigUInt64LE(1n << 62n, 32));
    await noRows('namesBackwards', table => table.writeBigUInt64LE(0n, 40));
    await noRows('functions', table => table.writeBigUInt64LE((1n << 64n) - 1n, 64));
  });

  it('takes little memory of the worker, whatever its bytes', { timeout: 120_000 }, async () => {
    const worker = new BundledWorker();
    await worker.build();
    const reader = new ReaderProcess(worker.file, 15_000);
    const good = readFileSync(stripped.get('amd64')!);
    const file = fixtures.path('whole-mutant');
    try {
      await fc.assert(
        fc.asyncProperty(mutations, async mutation => {
          writeFileSync(file, mutant(good, mutation));
          await exerciseFile(reader, file);
        }),
        { numRuns: 60 },
      );
      expect(reader.kibibytes).toBeGreaterThan(10_000);
      expect(reader.kibibytes).toBeLessThan(512 << 10);
    } finally {
      await reader.stop();
      worker.remove();
    }
  });

  it('is read or refused in time, whatever its bytes', { timeout: 120_000 }, async () => {
    const good = readFileSync(stripped.get('amd64')!);
    const start = tableOffset(stripped.get('amd64')!);
    const file = fixtures.path('mutant');
    const place = fc.oneof(fc.nat(72), fc.nat(good.length - start - 1));
    const writes = fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 16 });
    await fc.assert(
      fc.asyncProperty(writes, async changes => {
        const bytes = Buffer.from(good);
        for (const [at, value] of changes) {
          bytes[start + at] = value;
        }
        writeFileSync(file, bytes);
        const began = performance.now();
        const index = await SymbolIndex.open(file).catch((error: unknown) => {
          expect(error).toBeInstanceOf(ElfError);
        });
        for (const row of index ? await allRows(index, { probeableOnly: true }) : []) {
          expect(row.fileOffset! < BigInt(bytes.length)).toBe(true);
        }
        expect(performance.now() - began).toBeLessThan(3000);
      }),
      { numRuns: 200 },
    );
  });
});
