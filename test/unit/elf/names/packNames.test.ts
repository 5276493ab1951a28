import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packNames } from '../../../../src/elf/names/packNames';
import { SymbolColumns } from '../../../../src/elf/symbolColumns';

const FIRST = Buffer.from('\0first\0other\0\0');

/** Rows of the first table, and rows whose names begin at `starts` in those of `.dynsym`. */
function columnsOf(dynstr: Buffer, starts: readonly number[]): SymbolColumns {
  const columns = new SymbolColumns(2 + starts.length, FIRST.length + dynstr.length + 1);
  FIRST.copy(columns.names);
  dynstr.copy(columns.names, FIRST.length);
  columns.nameOffset.set([1, 7, ...starts.map(start => FIRST.length + start)]);
  columns.length = 2 + starts.length;
  columns.firstLength = 2;
  return columns;
}

const texts = (columns: SymbolColumns): string[] =>
  [...columns.nameOffset.subarray(0, columns.length)].map(offset => columns.text(offset));

const table = fc
  .array(fc.constantFrom('', 'a', 'read@V1', 'x'.repeat(15), 'x'.repeat(40)), { maxLength: 40 })
  .map(names => Buffer.from(`\0${names.join('\0')}\0`));

describe('names of .dynsym once its rows are paired', () => {
  it('are those of before, also where some are the tail of another', () => {
    const places = fc.array(fc.nat(), { maxLength: 12 });
    fc.assert(
      fc.property(table, places, (dynstr, anywhere) => {
        const columns = columnsOf(
          dynstr,
          anywhere.map(each => each % dynstr.length),
        );
        const before = texts(columns);
        packNames(columns, FIRST.length);
        expect(texts(columns)).toEqual(before);
      }),
    );
  });

  it('take the room of what is left, and nothing of what was there is found behind them', () => {
    const dynstr = Buffer.from(`\0${'gone\0'.repeat(1000)}kept\0${'gone\0'.repeat(1000)}`);
    const columns = columnsOf(dynstr, [5001]);
    packNames(columns, FIRST.length);
    expect(texts(columns)).toEqual(['first', 'other', 'kept']);
    expect(columns.names.length).toBeLessThan(FIRST.length + 32);
    expect(columns.names.includes('gone')).toBe(false);
  });

  it('stay where they are if each is a part of the next', () => {
    const dynstr = Buffer.from(`\0${'x'.repeat(100)}\0`);
    const columns = columnsOf(
      dynstr,
      Array.from({ length: 100 }, (_, i) => 1 + i),
    );
    const before = texts(columns);
    const { length } = columns.names;
    packNames(columns, FIRST.length);
    expect(texts(columns)).toEqual(before);
    expect(columns.names.length).toBe(length);
  });
});
