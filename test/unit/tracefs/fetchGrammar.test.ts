import { describe, expect, it } from 'vitest';
import { validFetch, validFetchType } from '../../../src/tracefs/index';

describe('validFetch', () => {
  it.each([
    '%di',
    '%x0',
    '@0x1234',
    '@+16',
    '@jiffies',
    '@nf_conntrack_max+8',
    '@sym-0x4',
    '$stack',
    '$stack0',
    '$arg1',
    '$arg*',
    '$retval',
    '$comm',
    '+0(%di)',
    '-0x8(+8(%si))',
    '+u8(%di)',
    '+010(@0x10)',
    '+0(\\5)',
    '\\5',
    '\\-0x5',
    '\\"text"',
    '\\""',
    'file',
    'file->f_path.dentry',
    '$retval->i_ino',
  ])('takes %j', text => {
    expect(validFetch(text)).toBe(true);
  });

  it.each([
    '',
    '%',
    'a b',
    '%di:u8',
    '$arg0',
    '$stack-1',
    '$foo',
    '+(%di)',
    '+0x(%di)',
    '0(%di)',
    '+0(%di',
    '+0(%di)x',
    '+0()',
    '+0($comm)',
    '+0(\\"x")',
    '+0($arg*)',
    '\\abc',
    '\\"x',
    '\\"a b"',
    '@',
    '@-1',
    'file->',
    `+0(${'+0('.repeat(16)}%di${')'.repeat(16)})`,
    `%${'d'.repeat(63)}`,
  ])('refuses %j', text => {
    expect(validFetch(text)).toBe(false);
  });
});

describe('validFetchType', () => {
  it.each([
    'u8',
    's64',
    'x32',
    'char',
    'string',
    'ustring',
    'symbol',
    'symstr',
    '%pd',
    '%pD',
    'u8[1]',
    'x64[64]',
    'string[3]',
    'u8[0x10]',
    'b4@2/8',
    'b0x4@0/0x8',
    'b64@0/64',
    'b4@2/8[2]',
  ])('takes %j', text => {
    expect(validFetchType(text)).toBe(true);
  });

  it.each([
    '',
    'u7',
    'u128',
    'x',
    'int',
    'u8[0]',
    'u8[65]',
    'u8[]',
    'u8[3]x',
    'u8[3][3]',
    'b0@0/8',
    'b4@6/8',
    'b4@2/24',
    'b4@2',
    '%pd[2]',
    'u8:u8',
    'string ',
  ])('refuses %j', text => {
    expect(validFetchType(text)).toBe(false);
  });
});
