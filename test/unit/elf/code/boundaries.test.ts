import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { provedCode } from '../../../../src/elf/code/provedCode';
import { boundaryAt } from '../../../../src/elf/code/reachedCode';
import { tableReader } from '../../../../src/elf/code/tableReader';
import { withX86Decoder } from '../../../../src/elf/code/x86Decoder';
import { type ElfImage, withElfImage } from '../../../../src/elf/elfImage';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import type { SymbolRow } from '../../../../src/elf/symbolRow';
import { instructionStarts } from '../support/disassembly';
import { Fixtures } from '../support/fixtures';
import { allRows } from '../support/rows';

const fixtures = new Fixtures();
afterAll(() => fixtures.remove());

/** What the decoder says of every byte of some functions, beside what objdump lists. */
interface Comparison {
  /** Addresses that the decoder proves and objdump does not list. */
  readonly wrong: string[];
  /** Share of what objdump lists in those functions that the decoder proves. */
  readonly proven: number;
  /** Indirect jumps whose tables are proved. */
  readonly tables: number;
}

function compare(
  path: string,
  functions: readonly SymbolRow[],
  listed: ReadonlySet<bigint>,
): Promise<Comparison> {
  return withElfImage(path, image => compareImage(path, image, functions, listed));
}

async function compareImage(
  path: string,
  { file: bytes, segments }: ElfImage,
  functions: readonly SymbolRow[],
  listed: ReadonlySet<bigint>,
): Promise<Comparison> {
  const file = readFileSync(path);
  const wrong: string[] = [];
  let proven = 0;
  let all = 0;
  let tables = 0;
  for (const { name, address, fileOffset, size } of functions) {
    const start = Number(fileOffset);
    const code = file.subarray(start, start + Number(size));
    const reader = tableReader(bytes, () => Promise.resolve(segments), address);
    const reached = await withX86Decoder(code, decoder => provedCode(decoder, code.length, reader));
    tables += [...reached.instructions.values()].filter(({ flow }) => flow === 'table').length;
    for (let offset = 0; offset < code.length; offset++) {
      const isListed = listed.has(address + BigInt(offset));
      const isProven = boundaryAt(reached, offset) === 'boundary';
      all += isListed ? 1 : 0;
      proven += isListed && isProven ? 1 : 0;
      if (isProven && !isListed) {
        wrong.push(`${name}+0x${offset.toString(16)}`);
      }
    }
  }
  return { wrong, proven: proven / all, tables };
}

async function functionsOf(path: string): Promise<SymbolRow[]> {
  const rows = await allRows(await SymbolIndex.open(path), { probeableOnly: true });
  return rows.filter(row => row.type === 'func' && row.sizeKnown);
}

describe('every offset that is proven is the start of an instruction for objdump', () => {
  it.each(['-O0', '-O2', '-O3 -fcf-protection=full -mavx2', '-Os -fno-pic -no-pie'])(
    'in a program of gcc %s',
    async options => {
      const path = fixtures.gcc(
        'program',
        ['program.c', 'library.c', 'other.c'],
        ...options.split(' '),
        '-lm',
      );
      const { wrong, proven } = await compare(
        path,
        await functionsOf(path),
        instructionStarts(path),
      );
      expect(wrong).toEqual([]);
      expect(proven).toBeGreaterThan(0.9);
    },
  );

  it.each(['/lib/x86_64-linux-gnu/libc.so.6', '/lib/x86_64-linux-gnu/libm.so.6'])(
    'in %s',
    async path => {
      const { wrong, proven, tables } = await compare(
        path,
        await functionsOf(path),
        instructionStarts(path),
      );
      expect(tables).toBeGreaterThan(path.includes('libc') ? 15 : 4);
      expect(wrong).toEqual([]);
      expect(proven).toBeGreaterThan(0.6);
    },
    120_000,
  );

  it('in a part of node', async () => {
    const path = process.execPath;
    const rows = (await functionsOf(path)).sort((a, b) => (a.address < b.address ? -1 : 1));
    const first = rows.findIndex(row => row.name.includes('ssl'));
    const some = rows.slice(first, first + 1500);
    const end = some.map(row => row.address + row.size).reduce((a, b) => (a > b ? a : b));
    const listed = instructionStarts(path, { start: some[0]!.address, end });
    const { wrong, proven, tables } = await compare(path, some, listed);
    expect(tables).toBeGreaterThan(1);
    expect(wrong).toEqual([]);
    expect(proven).toBeGreaterThan(0.6);
  }, 120_000);

  it.each([
    ['-O1', 3],
    ['-O2', 3],
    ['-O3', 3],
    ['-Os', 3],
    ['-O2 -fcf-protection=full', 3],
    ['-O2 -fno-pic -no-pie', 4],
    ['-O1 -fno-pic -no-pie -mcmodel=large', 0],
    ['-O0', 0],
  ])('in switches of gcc %s, with at least %i jump tables', async (options, atLeast) => {
    const path = fixtures.gcc('switches', ['switches.c'], '-w', ...options.split(' '));
    const { wrong, tables } = await compare(path, await functionsOf(path), instructionStarts(path));
    expect(wrong).toEqual([]);
    expect(tables).toBeGreaterThanOrEqual(atLeast);
  });
});

describe('a table that is not proved', () => {
  it.each([
    ['masked', 'has no guard', '-O2'],
    ['wide', 'has a guard that is wider than it', '-O2'],
    ['masked', 'has no guard, at a fixed address', '-O2 -fno-pic -no-pie'],
  ])('of %s, which %s, leaves its cases unproved', async (name, _, options) => {
    const path = fixtures.gcc('unproved', ['switches.c'], '-w', ...options.split(' '));
    const functions = (await functionsOf(path)).filter(row => row.name === name);
    const { tables, proven } = await compare(path, functions, instructionStarts(path));
    expect(tables).toBe(0);
    expect(proven).toBeLessThan(0.9);
  });
});
