import { describe, expect, it } from 'vitest';
import { LineMatches } from '../../../../src/elf/dwarf/lineMatches';

const row = (address: number, line: number) => ({ address, line, file: 1, column: 0 });

describe('the rows that hold addresses', () => {
  it('are the first that say so, and the last of several at one address', () => {
    const matches = new LineMatches([25, 10, 30], () => true);
    [row(10, 1), row(20, 2), row(20, 3)].forEach(each => matches.row(each));
    matches.end(30);
    matches.row(row(0, 9));
    matches.end(100);
    const lines = [...matches.found].map(([address, { line }]) => [address, line]);
    expect(lines).toEqual([
      [10, 1],
      [25, 3],
      [30, 9],
    ]);
  });

  it('are of code that is there', () => {
    const matches = new LineMatches([5], address => address > 0);
    matches.row(row(0, 1));
    matches.end(10);
    expect(matches.found.size).toBe(0);
  });

  it('are found in time where each of very many rows holds all addresses', () => {
    const targets = Array.from({ length: 500 }, (_, at) => 1000 + at);
    const matches = new LineMatches(targets, () => true);
    const start = performance.now();
    for (let count = 0; count < 400_000; count++) {
      matches.row(row(0, 1));
      matches.row(row(1e6, 2));
    }
    expect(matches.found.size).toBe(500);
    expect(performance.now() - start).toBeLessThan(1500);
  });
});
