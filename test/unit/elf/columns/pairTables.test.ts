import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairTables } from '../../../../src/elf/columns/pairTables';
import { withoutTwins } from '../../../../src/elf/pairedRows';
import { SymbolColumns } from '../../../../src/elf/symbolColumns';

/** Alike up to the block of sixteen bytes that is compared at a time, and beyond. */
const NAMES = ['a', 'b', 'read', 'read@V1', 'read@@V2', '@', 'x'.repeat(16), 'x'.repeat(17), 'xy'];

interface Row {
  readonly name: number;
  readonly address: bigint;
  readonly isDefined: boolean;
  readonly binding: number;
  readonly version: number;
}

const row: fc.Arbitrary<Row> = fc.record({
  name: fc.nat({ max: NAMES.length - 1 }),
  address: fc.constantFrom(0n, 0x1000n, 0x1008n, 0x1_0000_1000n),
  isDefined: fc.boolean(),
  binding: fc.nat({ max: 2 }),
  version: fc.constantFrom(0, 0, 2, 3),
});

/** The second list is of `.dynsym`, which has names of its own and the versions. */
function columnsOf(first: readonly Row[], dynsym: readonly Row[]): SymbolColumns {
  const table = Buffer.from(`\0${NAMES.join('\0')}\0`);
  const columns = new SymbolColumns(first.length + dynsym.length, 2 * table.length);
  table.copy(columns.names);
  table.copy(columns.names, table.length);
  const offsets = NAMES.map(name => table.indexOf(`\0${name}\0`) + 1);
  [...first, ...dynsym].forEach((each, i) => {
    const isLater = i >= first.length;
    columns.nameOffset[i] = offsets[each.name]! + (isLater ? table.length : 0);
    columns.addressLow[i] = Number(each.address & 0xffffffffn);
    columns.addressHigh[i] = Number(each.address >> 32n);
    columns.section[i] = each.isDefined ? 1 : 0;
    columns.info[i] = (each.binding << 4) | 2;
    columns.version[i] = isLater ? each.version : 0;
  });
  columns.length = first.length + dynsym.length;
  columns.firstLength = first.length;
  return columns;
}

const shown = (columns: SymbolColumns, at: number): object => ({
  name: columns.text(columns.nameOffset[at]!),
  address: columns.address(at),
  section: columns.section[at],
  version: columns.version[at],
});

/** One row of `.dynsym` after the other, compared with all of the first table. */
function naivelyPaired(columns: SymbolColumns): object[] {
  const { firstLength, length, version } = columns;
  const bare = (at: number): string => columns.text(columns.nameOffset[at]!).split('@')[0]!;
  const own: number[] = [];
  for (let at = firstLength; at < length; at++) {
    let twin = firstLength - 1;
    const isTwin = (other: number): boolean =>
      columns.binding(other) !== 0 &&
      columns.isUndefined(other) === columns.isUndefined(at) &&
      columns.sameAddress(other, at) &&
      bare(other) === bare(at) &&
      (version[other] === 0 || version[other] === version[at]);
    while (twin >= 0 && !isTwin(twin)) {
      twin--;
    }
    if (twin >= 0) {
      version[twin] = version[at]!;
    } else {
      own.push(at);
    }
  }
  const first = Array.from({ length: firstLength }, (_, at) => at);
  return [...first, ...own].map(at => shown(columns, at));
}

describe('rows that two tables have', () => {
  const lists = [fc.array(row, { minLength: 1, maxLength: 30 }), fc.array(row)] as const;

  it('are those of the same place, name and version', () => {
    fc.assert(
      fc.property(...lists, (first, dynsym) => {
        const columns = columnsOf(first, dynsym);
        pairTables(columns);
        const paired = Array.from({ length: columns.length }, (_, at) => shown(columns, at));
        expect(paired).toEqual(naivelyPaired(columnsOf(first, dynsym)));
      }),
      { numRuns: 500 },
    );
  });

  it('are the same where only some are looked at, by address', () => {
    fc.assert(
      fc.property(...lists, (first, dynsym) => {
        const some = columnsOf(first, dynsym);
        const rows = Array.from({ length: some.length }, (_, at) => at)
          .filter(at => !some.isUndefined(at))
          .sort((a, b) => Number(some.address(a) - some.address(b) || BigInt(a - b)));
        const left = withoutTwins(some, Uint32Array.from(rows));
        const all = columnsOf(first, dynsym);
        pairTables(all);
        const ownDefined = Array.from({ length: all.length - all.firstLength }, (_, at) =>
          all.isUndefined(all.firstLength + at),
        ).includes(false);
        expect(left === undefined).toBe(ownDefined);
        for (const at of left ?? []) {
          expect(shown(some, at)).toEqual(shown(all, at));
        }
      }),
      { numRuns: 500 },
    );
  });
});
