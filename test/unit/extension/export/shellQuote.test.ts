import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellQuote } from '../../../../src/extension/export/shellQuote';

describe('shell quoting', () => {
  it('leaves plain words readable', () => {
    expect(shellQuote('/usr/bin/app')).toBe('/usr/bin/app');
    expect(shellQuote('')).toBe("''");
    expect(shellQuote("it's")).toBe(`'it'\\''s'`);
  });

  it('gives a real shell back exactly what went in', () => {
    // What a shell might read as something else comes often; an argument cannot hold NUL.
    const special = fc.constantFrom(...Array.from(`'"\`$\\!*?~#&;|<>(){}[] \n\ta`));
    const word = fc
      .string({
        unit: fc.oneof(special, fc.string({ unit: 'binary', maxLength: 1 })),
        maxLength: 30,
      })
      .map(text => text.replaceAll('\0', ''));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), words => {
        const script = `printf '%s\\0' ${words.map(shellQuote).join(' ')}`;
        const output = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' });
        expect(output.split('\0').slice(0, -1)).toEqual(words);
      }),
      { numRuns: 50 },
    );
  });
});
