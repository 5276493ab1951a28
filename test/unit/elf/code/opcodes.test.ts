import { describe, expect, it } from 'vitest';
import { x86HitCost } from '../../../../src/elf/code/hitCost';
import { kernelSupports } from '../../../../src/elf/code/kernelSupport';
import { mayBecomeCall } from '../../../../src/elf/code/nops';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');

describe('what a hit costs', () => {
  it.each([
    ['push %rbp', '55', 'emulated'],
    ['push %r12', '41 54', 'emulated'],
    ['push $1', '6a 01', 'stepped'],
    ['pushw %ax', '66 50', 'stepped'],
    ['nop', '90', 'emulated'],
    ['xchg %ax,%ax', '66 90', 'emulated'],
    ['xchg %r8,%rax', '49 90', 'stepped'],
    ['nopl (%rax)', '0f 1f 00', 'newlyEmulated'],
    ['nop of five bytes', '0f 1f 44 00 00', 'newlyEmulated'],
    ['jmp', 'eb 10', 'emulated'],
    ['je', '0f 84 00 01 00 00', 'emulated'],
    ['bnd jmp', 'f2 e9 00 01 00 00', 'emulated'],
    ['call', 'e8 00 01 00 00', 'emulated'],
    ['call *%rax', 'ff d0', 'stepped'],
    ['loop', 'e2 fe', 'stepped'],
    ['endbr64', 'f3 0f 1e fa', 'stepped'],
    ['sub $8,%rsp', '48 83 ec 08', 'stepped'],
    ['mov %rsp,%rbp', '48 89 e5', 'stepped'],
    ['vzeroupper', 'c5 f8 77', 'stepped'],
    ['ret', 'c3', 'stepped'],
  ])('%s', (_, hex, cost) => {
    expect(x86HitCost(bytes(hex))).toBe(cost);
  });
});

describe('what the kernel arms', () => {
  it.each([
    ['mov %rsp,%rbp', '48 89 e5', true],
    ['lock incq', 'f0 48 ff 00', false],
    ['cs nop', '2e 0f 1f 00', false],
    ['notrack jmp *%rax', '3e ff e0', false],
    ['mov %fs:0x28,%rax', '64 48 8b 04 25 28 00 00 00', true],
    ['data16 call, of thread-local data', '66 66 48 e8 00 00 00 00', false],
    ['int3', 'cc', false],
    ['syscall', '0f 05', false],
    ['mfence', '0f ae f0', false],
    ['mov %ax,%ss', '8e d0', false],
    ['mov %ax,%ds', '8e d8', true],
    ['vmovdqa, by its opcode', 'c5 fd 6f 07', false],
    ['vmovups', 'c5 fc 10 07', true],
    ['an EVEX prefix', '62 f1 7c 48 10 07', false],
  ])('%s', (_, hex, armed) => {
    expect(kernelSupports(bytes(hex))).toBe(armed);
  });
});

describe('what a kernel may replace by a call', () => {
  it.each([
    ['nopl 0x0(%rax,%rax,1)', '0f 1f 44 00 00', true],
    ['a prefixed nopl', '66 0f 1f 40 00', true],
    ['a prefixed nop', '66 66 66 66 90', true],
    ['jmp to the next', 'e9 00 00 00 00', true],
    ['lea 0x0(%rsi,%riz,1),%rsi', '48 8d 74 26 00', true],
    ['a jmp elsewhere', 'e9 00 01 00 00', false],
    ['mov %rax,0x8(%rsp)', '48 89 44 24 08', false],
    ['lea 0x8(%rsp),%rax', '48 8d 44 24 08', false],
    ['nop of four bytes', '0f 1f 40 00', false],
    ['nop of six bytes', '66 0f 1f 44 00 00', false],
  ])('%s', (_, hex, replaced) => {
    expect(mayBecomeCall(bytes(hex))).toBe(replaced);
  });
});
