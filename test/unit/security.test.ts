import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ABUSES_ELSEWHERE } from '../kernel/helper/support/abusesElsewhere';

/** Whether a test file has a test, or a row of one, of that title. */
function hasTest(file: string, title: string): boolean {
  const text = readFileSync(file, 'utf8');
  const escaped = title.replaceAll("'", "\\'");
  return [`'${escaped}'`, `"${title}"`].some(literal => text.includes(literal));
}

describe('SECURITY.md', () => {
  const rows = Array.from(
    readFileSync('SECURITY.md', 'utf8').matchAll(
      /^\| (.+?) +\| `(src\/[^`]+)` +\| `(test\/[^`]+)` (.+?) +\|$/gm,
    ),
    ([, guard = '', source = '', test = '', title = '']) => ({ guard, source, test, title }),
  );

  it('lists the guards', () => {
    expect(rows.length).toBeGreaterThanOrEqual(25);
  });

  it.each(rows)('$guard: $title', ({ source, test, title }) => {
    expect(existsSync(source)).toBe(true);
    const [own = title] = /(?<=^case \d+: ).+/.exec(title) ?? [];
    expect(hasTest(test, title) || hasTest(test, own)).toBe(true);
  });

  it('names files that are there', () => {
    const text = readFileSync('SECURITY.md', 'utf8');
    const named = Array.from(text.matchAll(/`((?:src|test|docs)\/[^`]+)`/g), ([, path]) => path!);
    expect(named.filter(path => !existsSync(path))).toEqual([]);
  });
});

describe('the abuse cases', () => {
  const OWN = ['abuseCases', 'abuseCasesLater', 'abuseCasesAround'].map(
    name => `test/kernel/helper/${name}.test.ts`,
  );

  it('have each number once', () => {
    const inFiles = OWN.flatMap(file => {
      const text = readFileSync(file, 'utf8');
      const rows = text.matchAll(/^ {4,6}\[?(?:\n\s+)?(\d+),/gm);
      const single = text.matchAll(/'cases? (\d+)(?: and (\d+))?: |"cases? (\d+): /g);
      return [...rows, ...single].flatMap(([, ...numbers]) => numbers.filter(Boolean).map(Number));
    });
    const elsewhere = ABUSES_ELSEWHERE.flatMap(([numbers]) => numbers);
    const all = [...inFiles, ...elsewhere].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: all.length }, (_, at) => at + 1));
    expect(all.length).toBeGreaterThanOrEqual(163);
  });

  it.each(ABUSES_ELSEWHERE)('%j are in %s: %s', (_, file, title) => {
    expect(hasTest(file, title)).toBe(true);
  });
});
