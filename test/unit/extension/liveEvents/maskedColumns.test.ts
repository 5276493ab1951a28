import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changedMasks,
  maskableColumns,
  withMask,
} from '../../../../src/extension/liveEvents/maskedColumns';

const field = (name: string) => ({ name, isNumber: false });
const SCHEMAS = [
  { event: 'login', hasTook: false, fields: ['__probe_ip', 'user', 'password'].map(field) },
  { event: 'price', hasTook: false, fields: ['id', 'user'].map(field) },
];

/** The setting after a choice of columns. */
function chosen(patterns: readonly string[], names: readonly string[]): readonly string[] {
  return changedMasks(patterns, SCHEMAS, new Set(names));
}

describe('the columns that may be masked', () => {
  it('are those of the probes, with what masks them', () => {
    expect(maskableColumns(SCHEMAS, ['*pass*', 'price.user'])).toEqual([
      { name: 'id', isMasked: false },
      { name: 'password', isMasked: true, pattern: '*pass*' },
      { name: 'user', isMasked: true, pattern: 'price.user' },
    ]);
  });

  it.each<[string[], string[], string[]]>([
    [[], ['id'], ['id']],
    [['id'], ['id', 'user'], ['id', 'user']],
    [['id', 'other'], [], ['other']],
    [['*pass*'], ['password', 'id'], ['*pass*', 'id']],
    // Others that the pattern masks stay masked, and so do those that come later.
    [['*s*'], ['password'], ['*s*', '!user']],
    [['price.user'], [], []],
    [['*pass*'], [], ['*pass*', '!password']],
  ])('of %j and a choice of %j make %j', (patterns, names, expected) => {
    expect(chosen(patterns, names)).toEqual(expected);
  });

  it.each<[string[], string, boolean, string[]]>([
    [['*pass*'], 'user', true, ['*pass*', 'user']],
    [['*pass*', 'user'], 'user', false, ['*pass*']],
    [['*s*'], 'password', false, ['*s*', '!password']],
    [['*s*', '!password'], 'password', true, ['*s*']],
    [['*s*', '!pass*'], 'password', true, ['*s*', '!pass*', 'password']],
    [['price.user', 'other'], 'user', false, ['other']],
    [['id'], 'gone', true, ['id']],
  ])('of %j with %s masked (%j) are %j', (patterns, name, isMasked, expected) => {
    expect(withMask(patterns, SCHEMAS, name, isMasked)).toEqual(expected);
  });

  it('change by what the user chose, and by nothing else', () => {
    const pattern = fc.constantFrom('*', '*s*', 'user', '!user', '!*s*', 'price.user', '!LOGIN.*');
    const names = fc.subarray(['id', 'password', 'user']);
    fc.assert(
      fc.property(fc.array(pattern), names, (patterns, wanted) => {
        const masked = maskableColumns(SCHEMAS, chosen(patterns, wanted));
        expect(masked.filter(({ isMasked }) => isMasked).map(({ name }) => name)).toEqual(wanted);
      }),
    );
  });
});
