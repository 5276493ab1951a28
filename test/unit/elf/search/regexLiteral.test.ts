import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literalOf } from '../../../../src/elf/search/regexLiteral';

const SIGNS = Array.from('abd41x.*+?^$|()[]{}\\,:-');

describe('the literal of a regular expression', () => {
  it.each([
    ['session\\d+', 'session'],
    ['^open_file$', 'open_file'],
    ['ab*cde', 'cde'],
    ['abc+d', 'abc'],
    ['abcd{2,3}e', 'abc'],
    ['(abc)?de', 'de'],
    ['[abc]def[^]x]', 'def'],
    ['std::vector<.*>::push', 'std::vector<'],
    ['a\\.b\\(', 'a.b('],
    ['foo|bar', ''],
    ['\\x41bc', ''],
    ['\\\\d\\x41', ''],
    ['.*', ''],
  ])('%s is %j', (source, literal) => {
    expect(literalOf(source)).toBe(literal);
  });

  it('is in every text that matches', () => {
    const piece = fc.constantFrom(...SIGNS, '(?:', '\\d', '{2}', '[^a]', 'ab');
    let matched = 0;
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.array(fc.stringMatching(/^[abdxA14\\(:]{0,9}$/), { minLength: 8, maxLength: 8 }),
        (pieces, texts) => {
          const source = pieces.join('');
          const expression = compiled(source);
          for (const text of texts.filter(each => expression?.test(each))) {
            expect(text).toContain(literalOf(source));
            matched += Number(literalOf(source) !== '');
          }
        },
      ),
      { numRuns: 20_000 },
    );
    expect(matched).toBeGreaterThan(1000);
  });
});

function compiled(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}
