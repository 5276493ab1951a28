import { describe, expect, it } from 'vitest';
import { isInFile } from '../../../../src/webview/events/callSite';

describe('a text that names a place in a file', () => {
  it.each([
    ['handle_order+0x1c (orders)', true],
    ['handle_order+0x1c (orders) orders.c:42', true],
    ['f(int)+0x1c (lib (old).so) my source (1).c:42', true],
    ['0x7f0012345678', false],
    ['handle_order+0x1c', false],
    ['(orders)', false],
    ['f ()', false],
    ['f (orders) orders.c', false],
    ['f (orders:42', false],
  ])('%j: %s', (text, isPlace) => {
    expect(isInFile(text)).toBe(isPlace);
  });

  it('is told in time of names made to take long', () => {
    const start = performance.now();
    expect(isInFile('f (a) b:'.repeat(20_000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
