import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findsName } from '../../../src/helper/nameGlob';

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '_'), maxLength: 12 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '_', '*', '?'), maxLength: 8 });

describe('what is typed for kernel functions', () => {
  it('is a part of the name without stars', () => {
    fc.assert(
      fc.property(letters, letters, (wanted, name) => {
        expect(findsName(wanted, name)).toBe(name.includes(wanted));
      }),
    );
  });

  it('is a pattern of the whole name with them, as a regular expression has it', () => {
    fc.assert(
      fc.property(pattern, letters, (wanted, name) => {
        fc.pre(/[*?]/.test(wanted));
        const same = new RegExp(`^${wanted.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(findsName(wanted, name)).toBe(same.test(name));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no long time, whatever it is', () => {
    const start = performance.now();
    expect(findsName(`${'a*'.repeat(128)}b`, 'a'.repeat(128))).toBe(false);
    expect(performance.now() - start).toBeLessThan(100);
  });
});
