import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usdtArguments } from '../../../../src/elf/usdt/usdtArguments';
import { validFetch, validFetchType } from '../../../../src/tracefs';

const SYMBOLS = new Map([
  ['counter', 0x4010n],
  ['table.0', 0x5000n],
]);

/** Each argument as the kernel would be given it, or why it cannot have it. */
function translated(text: string, machine = 'x86-64'): string[] {
  return usdtArguments(text, {
    machine,
    wordSize: 8,
    fetchAt: address => `@+${address}`,
    addressOf: symbol => SYMBOLS.get(symbol),
  }).map(argument =>
    'fetch' in argument ? `${argument.fetch}:${argument.type}` : argument.refusal,
  );
}

describe('arguments of x86-64', () => {
  it.each([
    ['8@%rdi', '%di:u64'],
    ['-4@%eax', '%ax:s32'],
    ['2@%r8w', '%r8:u16'],
    ['-1@%r15b', '%r15:s8'],
    ['4@%r10d', '%r10:u32'],
    ['1@%sil', '%si:u8'],
    ['-1@%bpl', '%bp:s8'],
    ['-1@%al', '%ax:s8'],
    ['1@%ah', '%ax:b8@8/16'],
    ['%rdx', '%dx:u64'],
    ['4@$5', '\\5:u32'],
    ['-4@$-5', '\\-5:s32'],
    ['8@$0x10', '\\16:u64'],
    ['8@(%rsp)', '+0(%sp):u64'],
    ['-4@-20(%rbp)', '-20(%bp):s32'],
    ['8@0x18(%r12)', '+24(%r12):u64'],
    ['4@counter(%rip)', '@+16400:u32'],
    ['-8@16+table.0(%rip)', '@+20496:s64'],
    ['-8@table.0-16(%rip)', '@+20464:s64'],
    ['4@counter', '@+16400:u32'],
  ])('%s is %s', (text, fetch) => {
    expect(translated(text)).toEqual([fetch]);
  });

  it.each([
    ['8f@%xmm0', 'float'],
    ['8f@-8(%rbp)', 'float'],
    ['8@%xmm1', 'float'],
    ['-1@%ah', 'register'],
    ['8@%cr3', 'register'],
    ['8@(%rax,%rdx,8)', 'index'],
    ['8@-8(%rbp,%rax)', 'index'],
    ['8@counter(,%rax,8)', 'index'],
    ['8@counter(%rax)', 'index'],
    ['4@unknown(%rip)', 'symbol'],
    ['8@counter@GOTPCREL(%rip)', 'form'],
    ['8@8(%rip)', 'form'],
    ['4@%fs:-4', 'form'],
    ['4@$counter', 'form'],
    ['3@%eax', 'form'],
    ['8@4096', 'form'],
    ['8@$99999999999999999999', 'form'],
  ])('%s is not: %s', (text, refusal) => {
    expect(translated(text)).toEqual([refusal]);
  });
});

describe('arguments of arm64', () => {
  it.each([
    ['8@x0', '%x0:u64'],
    ['-4@w19', '%x19:s32'],
    ['8@sp', '%sp:u64'],
    ['4@xzr', '\\0:u32'],
    ['-4@5', '\\5:s32'],
    ['-4@-1', '\\-1:s32'],
    ['8@#16', '\\16:u64'],
    ['8@[x1]', '+0(%x1):u64'],
    ['-4@[sp, 24]', '+24(%sp):s32'],
    ['-4@[x29, #-20]', '-20(%x29):s32'],
  ])('%s is %s', (text, fetch) => {
    expect(translated(text, 'AArch64')).toEqual([fetch]);
  });

  it.each([
    ['8f@d0', 'float'],
    ['8@v0', 'float'],
    ['8@[x1, x2]', 'index'],
    ['8@[x1, x2, lsl 3]', 'index'],
    ['8@[x0, #:lo12:counter]', 'form'],
    ['8@x31', 'form'],
    ['8@counter', 'form'],
  ])('%s is not: %s', (text, refusal) => {
    expect(translated(text, 'AArch64')).toEqual([refusal]);
  });

  it('with blanks inside brackets are told apart', () => {
    expect(translated('8@[sp, 24] -4@w1 8@[x0]', 'AArch64')).toEqual([
      '+24(%sp):u64',
      '%x1:s32',
      '+0(%x0):u64',
    ]);
  });
});

describe('arguments of any text', () => {
  it('of other machines are not read', () => {
    expect(translated('-4@r3 8@0(r9)', 'PowerPC64')).toEqual(['machine', 'machine']);
  });

  it('never fail, are at most twelve, and what is fetched is of the kernel’s grammar', () => {
    const piece = fc.constantFrom(
      ...['-', '4', '8', 'f', '@', '%', '$', '(', ')', '[', ']', ',', '+', ':', ' ', '\n'],
      ...['rax', 'al', 'rip', 'x0', 'sp', '0x', '99999999999999999999', 'counter', 'a=b', '#'],
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 30 }).map(all => all.join('')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('x86-64', 'AArch64'), (words, machine) => {
        const args = usdtArguments(words, {
          machine,
          wordSize: 8,
          fetchAt: address => `@+${BigInt.asUintN(63, address)}`,
          addressOf: symbol => SYMBOLS.get(symbol),
        });
        expect(args.length).toBeLessThanOrEqual(12);
        for (const argument of args) {
          if ('fetch' in argument) {
            expect(validFetch(argument.fetch), argument.fetch).toBe(true);
            expect(validFetchType(argument.type), argument.type).toBe(true);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });
});
