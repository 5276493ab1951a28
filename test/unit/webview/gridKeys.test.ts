import { describe, expect, it } from 'vitest';
import { moveByKey } from '../../../src/webview/symbols/gridKeys';

describe('grid keys', () => {
  it.each([
    ['ArrowUp', 5, 4],
    ['ArrowUp', 0, 0],
    ['ArrowDown', 99, 99],
    ['PageDown', 5, 15],
    ['PageDown', 95, 99],
    ['PageUp', 5, 0],
    ['Home', 50, 0],
    ['End', 0, 99],
  ])('%s from row %i of 100 goes to %i', (key, active, target) => {
    expect(moveByKey(key, active, 100, 10)).toBe(target);
  });

  it('leaves other keys and empty tables alone', () => {
    expect(moveByKey('a', 5, 100, 10)).toBeUndefined();
    expect(moveByKey('End', 0, 0, 10)).toBeUndefined();
  });
});
