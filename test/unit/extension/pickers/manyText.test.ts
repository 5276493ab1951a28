import { describe, expect, it } from 'vitest';
import {
  costsText,
  defaultLabel,
  namesText,
  refusedGroups,
  usdtProbesText,
} from '../../../../src/extension/pickers/manyText';
import { allItem } from '../../../../src/extension/pickers/symbolItems';
import type { UserAttachRequest } from '../../../../src/extension/session/attachRequest';
import { inEnglish } from '../../../../src/extension/text/translate';
import { userRequest } from '../support/sampleProbes';

describe('the step before several functions are attached to', () => {
  it('says how many hits cost what', () => {
    const costs = ['emulated', 'stepped', 'newlyEmulated', 'unknown'] as const;
    expect(costsText(costs, inEnglish, 'en')).toBe(
      '2 at ~1 µs a hit, 1 at ~10 µs a hit, 1 at an unknown cost',
    );
    expect(costsText(['stepped'], inEnglish, 'en')).toBe('1 at ~10 µs a hit');
    expect(costsText(['unknown', 'unknown'], inEnglish, 'en')).toBe('');
  });

  it('names a few functions and counts the others', () => {
    expect(namesText(['a', 'b', 'c'], inEnglish, 'en')).toBe('a, b, c');
    const names = Array.from({ length: 1234 }, (_, n) => `f${n}`);
    expect(namesText(names, inEnglish, 'en')).toBe('f0, f1, f2 and 1,231 more');
  });

  it('tells of what is left out by reason, the most frequent first', () => {
    const refused = [
      { name: 'a', code: 'ifunc', why: 'IFUNC' },
      { name: 'b', code: 'noReturn', why: 'b never returns' },
      { name: 'c', code: 'noReturn', why: 'c never returns' },
    ];
    expect(refusedGroups(refused)).toEqual([
      { why: 'b never returns', names: ['b', 'c'] },
      { why: 'IFUNC', names: ['a'] },
    ]);
  });

  it('counts USDT probes and their places', () => {
    const usdt = (sites: number): UserAttachRequest => {
      const { target } = userRequest('shop:order');
      const more = Array.from({ length: sites - 1 }, () => ({ offset: 8n, args: [] }));
      const facts = { provider: 'shop', name: 'order', args: [], more };
      return { kind: 'uprobe', target: { ...target, usdt: facts } };
    };
    expect(usdtProbesText([usdt(2)], inEnglish, 'en')).toBe('1 USDT probe, an event of its own');
    expect(usdtProbesText([usdt(1), usdt(1199)], inEnglish, 'en')).toBe(
      '2 USDT probes at 1,200 places, an event for each',
    );
  });

  it('has a name to begin with', () => {
    expect(defaultLabel(1000, 'orders', inEnglish, 'en')).toBe('1,000 functions of orders');
  });
});

describe('the row for all that was found', () => {
  it.each([
    ['ssl_*', 57, 1],
    ['ssl_*', 1000, 1],
    ['ssl_*', 1001, 0],
    ['ssl_read', 1, 0],
    [' ', 57, 0],
  ])('for %j with %d found: %d', (text, total, rows) => {
    expect(allItem(text, total, inEnglish, 'en')).toHaveLength(rows);
  });
});
