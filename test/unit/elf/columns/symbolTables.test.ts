import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { RowSort } from '../../../../src/elf/columns/rowSort';
import { ElfBytes } from '../../../../src/elf/elfBytes';
import { readImage } from '../../../../src/elf/elfImage';
import type { SymbolColumns } from '../../../../src/elf/symbolColumns';
import { readSymbolTables } from '../../../../src/elf/symbolTables';
import { judge, refusalOf } from '../../../../src/elf/verdicts';
import { ElfBuilder, program, type BuiltSymbol } from '../support/elfBuilder';
import { Fixtures } from '../support/fixtures';
import { naiveSymbols } from './naiveReader';

const fixtures = new Fixtures();
afterAll(() => fixtures.remove());

/** Beyond 32 bits too, where the class has them. */
const place = fc.oneof(
  fc.bigInt({ min: 0x401000n, max: 0x401050n }),
  fc.bigInt({ min: 0n, max: 0xffffffffn }),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
);
const symbols: fc.Arbitrary<BuiltSymbol[]> = fc.array(
  fc.record({
    name: fc.constantFrom('', 'a', 'main', 'read@V1', '_ZN3fooEv', '$x', 'x'.repeat(300)),
    value: place,
    size: place,
    info: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x00, 0x02, 0x10, 0x12)),
    section: fc.constantFrom(0, 1, 2, 3, 0xfff1, 0xfff2, 0xffff),
  }),
  { maxLength: 60 },
);

async function columnsOf(bytes: Buffer): Promise<SymbolColumns> {
  const file = fixtures.path('built');
  writeFileSync(file, bytes);
  const opened = ElfBytes.openInThread(file);
  try {
    const image = await readImage(opened);
    const { columns } = await readSymbolTables(image, undefined);
    judge(image, columns);
    return columns;
  } finally {
    await opened.close();
  }
}

function rowsOf(columns: SymbolColumns): object[] {
  return Array.from({ length: columns.length }, (_, row) => ({
    name: columns.text(columns.nameOffset[row]!),
    address: columns.address(row),
    size: columns.size(row),
    info: columns.info[row],
    section: columns.section[row],
  }));
}

describe.each([
  ['64 bits, little-endian', 64, true],
  ['64 bits, big-endian', 64, false],
  ['32 bits, little-endian', 32, true],
  ['32 bits, big-endian', 32, false],
] as const)('a symbol table of %s', (_, bits, littleEndian) => {
  const fitting = (all: readonly BuiltSymbol[]): BuiltSymbol[] =>
    all.map(symbol => ({
      ...symbol,
      value: BigInt.asUintN(bits, symbol.value),
      size: BigInt.asUintN(bits, symbol.size ?? 0n),
    }));

  it('is read as field by field, and what is over at its end is no symbol', async () => {
    await fc.assert(
      fc.asyncProperty(symbols, fc.nat({ max: 30 }), async (all, cut) => {
        const builder = new ElfBuilder(bits, littleEndian);
        const { table, strings } = builder.symbols(fitting(all));
        const size = Math.max(0, table.length - cut);
        const bytes = builder.file(
          [
            { name: '.text', type: 1, flags: 6n, address: 0x401000n, body: Buffer.alloc(64) },
            {
              name: '.symtab',
              type: 2,
              link: 3,
              entrySize: bits === 64 ? 24 : 16,
              body: table,
              size: BigInt(size),
            },
            { name: '.strtab', type: 3, body: strings },
          ],
          [],
        );
        const truth = naiveSymbols(table.subarray(0, size), strings, bits === 64, littleEndian);
        expect(rowsOf(await columnsOf(bytes))).toEqual(truth);
      }),
      { numRuns: 100 },
    );
  });

  it('is sorted by address, and judged, as one row after the other', async () => {
    await fc.assert(
      fc.asyncProperty(symbols, async all => {
        const builder = new ElfBuilder(bits, littleEndian);
        const columns = await columnsOf(program(fitting(all), { builder }));
        const rows = Array.from({ length: columns.length }, (__, row) => row);
        const placed = rows.filter(row => !columns.isUndefined(row) && columns.type(row) !== 6);
        const byAddress = placed.toSorted((a, b) =>
          Number(columns.address(a) - columns.address(b) || BigInt(a - b)),
        );
        expect([...new RowSort(columns).byAddress()]).toEqual(byAddress);
        for (const row of rows) {
          const verdict = refusalOf(columns.verdict[row]!);
          expect(verdict).toBe(naiveVerdict(columns, row));
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** For a program of one segment, whose first section is code of 64 bytes and the next two are none. */
function naiveVerdict(columns: SymbolColumns, row: number): string | undefined {
  const type = columns.type(row);
  const above = columns.address(row) - 0x401000n;
  const isInside = above >= 0n && above < 64n;
  const section = columns.section[row]!;
  const isSpecial = columns.special[row] === 1;
  if (section === 0) {
    return 'undefined';
  }
  if (type === 10) {
    return 'ifunc';
  }
  const isLabel = type === 0 && (columns.binding(row) === 0 || isSpecial || !isInside);
  if ((type !== 2 && type !== 0) || isLabel || (!isSpecial && section !== 1)) {
    return 'notFunction';
  }
  return isInside ? undefined : 'outsideSegments';
}
