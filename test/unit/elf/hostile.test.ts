import fc from 'fast-check';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ElfError } from '../../../src/elf/elfError';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import { ElfBuilder, program } from './support/elfBuilder';
import { Fixtures } from './support/fixtures';
import { mutant, mutations } from './support/mutants';

const fixtures = new Fixtures();
const seeds: Buffer[] = [];

beforeAll(() => {
  seeds.push(
    readFileSync(fixtures.program('program', '-pie', '-fPIE', '-g0')),
    readFileSync(fixtures.library()),
    readFileSync(fixtures.gcc('x86', ['freestanding.c'], '-m32', '-static', '-nostdlib')),
    program([{ name: 'main', value: 0x401000n }], { builder: new ElfBuilder(32, false) }),
    program([{ name: 'main', value: 0x401000n }], { builder: new ElfBuilder(64, false) }),
  );
});
afterAll(() => fixtures.remove());

/** Uses all that is public, as a reader of the file would. */
async function exercise(file: string): Promise<void> {
  const index = await SymbolIndex.open(file);
  for (const order of ['relevance', 'name', 'address', 'size'] as const) {
    const page = await index.query({ text: '', order });
    expect(page.total).toBe(index.counts.symbols);
  }
  const found = await index.query({ text: 'a', probeableOnly: true });
  expect(found.total).toBeLessThanOrEqual(index.counts.probeable);
  for (const row of found.rows) {
    expect(row.fileOffset! < index.info.size).toBe(true);
  }
  index.symbolAt({ fileOffset: 0x1000n });
}

describe('a damaged executable', () => {
  it('is read or refused with an ElfError, in time', { timeout: 120_000 }, async () => {
    const file = fixtures.path('mutant');
    let refused = 0;
    let read = 0;
    await fc.assert(
      fc.asyncProperty(mutations, async mutation => {
        writeFileSync(file, mutant(seeds[mutation.seed % seeds.length]!, mutation));
        const start = performance.now();
        try {
          await exercise(file);
          read++;
        } catch (error) {
          expect(error).toBeInstanceOf(ElfError);
          refused++;
        }
        expect(performance.now() - start).toBeLessThan(2000);
      }),
      { numRuns: 1500 },
    );
    // Both happen, else the damage was too light or too heavy to say anything.
    expect(Math.min(refused, read)).toBeGreaterThan(100);
  });

  it('cannot make names, versions or sorting take for ever', { timeout: 30_000 }, async () => {
    // 200,000 symbols share one string of as many letters, each beginning one letter later.
    const count = 200_000;
    const builder = new ElfBuilder(64, true);
    const table = Buffer.alloc(24 * (count + 1));
    for (let i = 0; i < count; i++) {
      table.writeUInt32LE(1 + i, 24 * (i + 1));
      table[24 * (i + 1) + 4] = 0x12;
      table[24 * (i + 1) + 6] = 1;
    }
    const strings = Buffer.alloc(count + 2, 'a');
    strings[0] = 0;
    const bytes = builder.file(
      [
        { name: '.text', type: 1, flags: 6n, address: 0n, body: Buffer.alloc(16) },
        { name: '.symtab', type: 2, link: 3, entrySize: 24, body: table },
        { name: '.strtab', type: 3, body: strings },
        { name: '.dynsym', type: 11, link: 3, entrySize: 24, body: table },
      ],
      [{ type: 1, flags: 5, offset: builder.bodyOffset(1), address: 0n, fileSize: 16n }],
    );
    const file = fixtures.path('tails');
    writeFileSync(file, bytes);
    const start = performance.now();
    await exercise(file);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
