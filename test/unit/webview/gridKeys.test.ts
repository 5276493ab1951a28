import { describe, expect, it } from 'vitest';
import { gridAction } from '../../../src/webview/shared/gridKeys';

const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

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
    ['Escape', 5, 5],
  ])('%s from row %i of 100 goes to %i', (key, active, position) => {
    expect(gridAction({ ...plain, key }, { active, total: 100, pageRows: 10 })).toEqual({
      type: 'go',
      position,
      mode: 'replace',
    });
  });

  it.each([
    ['ArrowDown', { shiftKey: true }, { type: 'go', position: 6, mode: 'extend' }],
    ['ArrowDown', { ctrlKey: true }, { type: 'go', position: 6, mode: 'move' }],
    ['ArrowDown', { metaKey: true }, { type: 'go', position: 6, mode: 'move' }],
    [' ', {}, { type: 'go', position: 5, mode: 'toggle' }],
    [' ', { ctrlKey: true }, { type: 'go', position: 5, mode: 'toggle' }],
    ['a', { ctrlKey: true }, { type: 'all' }],
    ['Enter', {}, { type: 'attach' }],
  ])('%j with %o is %o', (key, modifiers, action) => {
    const place = { active: 5, total: 100, pageRows: 10 };
    expect(gridAction({ ...plain, key, ...modifiers }, place)).toEqual(action);
  });

  it('leaves other keys and empty tables alone', () => {
    const place = { active: 5, total: 100, pageRows: 10 };
    expect(gridAction({ ...plain, key: 'a' }, place)).toBeUndefined();
    expect(gridAction({ ...plain, key: 'F10', shiftKey: true }, place)).toBeUndefined();
    expect(gridAction({ ...plain, key: 'ArrowDown', altKey: true }, place)).toBeUndefined();
    expect(gridAction({ ...plain, key: 'End' }, { ...place, total: 0 })).toBeUndefined();
  });
});
