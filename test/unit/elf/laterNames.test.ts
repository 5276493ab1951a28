import { describe, expect, it } from 'vitest';
import { pairTables } from '../../../src/elf/columns/pairTables';
import { LaterNames } from '../../../src/elf/laterNames';
import type { RowSource } from '../../../src/elf/rowSource';
import { SymbolColumns } from '../../../src/elf/symbolColumns';

const COUNT = 6000;
/** Together some pieces of 128 KiB; some of them go over the end of one. */
const NAMES = Array.from({ length: COUNT }, (_, i) => `name${i}_${'x'.repeat((i * 37) % 150)}`);

function tableOf(names: readonly string[]): { text: Buffer; starts: number[] } {
  let end = 1;
  const starts = names.map(name => (end += name.length + 1) - name.length - 1);
  return { text: Buffer.from(`\0${names.join('\0')}\0`), starts };
}

/** Every `step`th symbol is of `.dynsym` alone, some of them undefined; its rows are in another order than its names. */
function columnsOf(step: number): { columns: SymbolColumns; first: Buffer; dynsym: Buffer } {
  const left = tableOf(NAMES.map((name, i) => (i % step === 0 ? `no_${name}` : name)));
  const right = tableOf(NAMES);
  const columns = new SymbolColumns(2 * COUNT, left.text.length + right.text.length + 2);
  for (let row = 0; row < 2 * COUNT; row++) {
    const isLater = row >= COUNT;
    // 7 is prime to how many there are.
    const i = isLater ? (row * 7) % COUNT : row;
    const start = isLater ? left.text.length + 1 + right.starts[i]! : left.starts[i]!;
    columns.nameOffset[row] = start;
    columns.addressLow[row] = 0x1000 + 4 * (i >> 1);
    columns.section[row] = i % 9 === 0 ? 0 : 1;
    columns.info[row] = 0x12;
    columns.version[row] = isLater ? 2 + (i % 3) : 0;
  }
  columns.length = 2 * COUNT;
  columns.firstLength = COUNT;
  return { columns, first: left.text, dynsym: right.text };
}

const sourceOf = (text: Buffer, read: (bytes: number) => void): RowSource => ({
  table: 'dynsym',
  capacity: COUNT,
  nameBytes: text.length,
  needsNames: false,
  readNames: (into, at = 0) => {
    read(text.copy(into, 0, at));
    return Promise.resolve();
  },
  append: () => Promise.reject(new Error('rows are there')),
});

const shown = (columns: SymbolColumns): object[] =>
  Array.from({ length: columns.length }, (_, at) => ({
    name: columns.text(columns.nameOffset[at]!),
    address: columns.address(at),
    version: columns.version[at],
  }));

describe('names that are read piece by piece', () => {
  it.each([
    ['few', 500],
    ['many', 2],
  ])('pair tables as whole ones do, where %s rows remain', async (_, step) => {
    const { columns, first, dynsym } = columnsOf(step);
    const whole = columnsOf(step);
    first.copy(whole.columns.names);
    dynsym.copy(whole.columns.names, first.length + 1);
    pairTables(whole.columns);

    const most: number[] = [];
    const names = new LaterNames(
      columns,
      sourceOf(first, () => undefined),
      sourceOf(dynsym, bytes => most.push(bytes)),
    );
    names.beginMerge();
    await names.read();
    await names.merge();
    expect(shown(columns)).toEqual(shown(whole.columns));
    expect(columns.length).toBe(COUNT + Math.ceil(COUNT / step));
    expect(Math.max(...most)).toBeLessThan(step === 2 ? Infinity : dynsym.length / 2);
  });
});
