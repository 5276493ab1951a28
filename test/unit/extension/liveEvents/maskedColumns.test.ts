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
  const columns = maskableColumns(SCHEMAS, patterns);
  const wanted = columns.filter(({ name }) => names.includes(name));
  return changedMasks(patterns, columns, new Set(wanted));
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
    // The pattern stays as long as all that it masks is wanted.
    [['*pass*'], ['password', 'id'], ['*pass*', 'id']],
    [['*s*'], ['password'], ['password']],
    [['price.user'], [], []],
  ])('of %j and a choice of %j make %j', (patterns, names, expected) => {
    expect(chosen(patterns, names)).toEqual(expected);
  });

  it.each<[string[], string, boolean, string[]]>([
    [['*pass*'], 'user', true, ['*pass*', 'user']],
    [['*pass*', 'user'], 'user', false, ['*pass*']],
    [['*s*'], 'password', false, ['user']],
    [['price.user', 'other'], 'user', false, ['other']],
    [['id'], 'gone', true, ['id']],
  ])('of %j with %s masked (%j) are %j', (patterns, name, isMasked, expected) => {
    expect(withMask(patterns, SCHEMAS, name, isMasked)).toEqual(expected);
  });
});
