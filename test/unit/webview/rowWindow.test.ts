import { describe, expect, it } from 'vitest';
import { BLOCK, RowWindow } from '../../../src/webview/symbols/rowWindow';

function block(offset: number): string[] {
  return Array.from({ length: BLOCK }, (_, index) => `row ${offset + index}`);
}

describe('row window', () => {
  it('asks once for the blocks that rows on screen are in', () => {
    const rows = new RowWindow<string>();
    expect(rows.missing(BLOCK - 1, BLOCK)).toEqual([0, 1]);
    expect(rows.missing(BLOCK - 1, BLOCK)).toEqual([]);
    rows.put(BLOCK, block(BLOCK));
    expect(rows.get(BLOCK + 3)).toBe(`row ${BLOCK + 3}`);
    expect(rows.get(3)).toBeUndefined();
  });

  it('drops the blocks that were not looked at for longest, and asks again for them', () => {
    const rows = new RowWindow<string>();
    for (let index = 0; index < 20; index++) {
      rows.put(index * BLOCK, block(index * BLOCK));
    }
    expect(rows.missing(0, 0)).toEqual([]);
    rows.put(20 * BLOCK, block(20 * BLOCK));
    expect(rows.get(0)).toBe('row 0');
    expect(rows.get(BLOCK)).toBeUndefined();
    expect(rows.missing(BLOCK, BLOCK)).toEqual([1]);
  });

  it('finds a row by what it holds', () => {
    const rows = new RowWindow<string>();
    rows.put(BLOCK, block(BLOCK));
    expect(rows.find(row => row === `row ${BLOCK + 7}`)).toBe(BLOCK + 7);
    expect(rows.find(row => row === 'none')).toBeUndefined();
  });

  it('forgets all with a new query', () => {
    const rows = new RowWindow<string>();
    rows.put(0, block(0));
    rows.clear();
    expect(rows.get(0)).toBeUndefined();
    expect(rows.missing(0, 0)).toEqual([0]);
  });
});
