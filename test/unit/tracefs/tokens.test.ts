import { describe, expect, it } from 'vitest';
import { kprobeToken, probePrefix, syscallWrapper, uprobeToken } from '../../../src/tracefs/index';

describe('probePrefix', () => {
  it.each([
    [false, undefined, 'p'],
    [false, 5, 'p'],
    [true, undefined, 'r'],
    [true, 0, 'r'],
    [true, -1, 'r'],
    [true, 16, 'r16'],
  ])('return %s, maxactive %s: %s', (ret, maxActive, expected) => {
    expect(probePrefix(ret, maxActive)).toBe(expected);
  });
});

describe('kprobeToken', () => {
  it.each([
    [0n, 'symbol'],
    [1n, 'symbol+0x1'],
    [65535n, 'symbol+0xffff'],
    [65536n, 'symbol+0x10000'],
  ])('offset %s: %s', (offset, expected) => {
    expect(kprobeToken({ symbol: 'symbol', offset })).toBe(expected);
  });
});

describe('uprobeToken', () => {
  it.each([
    [0n, undefined, '/bin/bash:0x0'],
    [1n, undefined, '/bin/bash:0x1'],
    [65535n, undefined, '/bin/bash:0xffff'],
    [65536n, undefined, '/bin/bash:0x10000'],
    [1n, 0n, '/bin/bash:0x1'],
    [1n, 1n, '/bin/bash:0x1(0x1)'],
    [1n, 65535n, '/bin/bash:0x1(0xffff)'],
    [0xffff_ffff_ffff_fffdn, undefined, '/bin/bash:0xfffffffffffffffd'],
  ])('offset %s, counter %s: %s', (offset, refCtrOffset, expected) => {
    const target = { path: '/bin/bash', offset };
    expect(uprobeToken(refCtrOffset === undefined ? target : { ...target, refCtrOffset })).toBe(
      expected,
    );
  });
});

describe('syscallWrapper', () => {
  it.each([
    ['sys_open', 'x64', '__x64_sys_open'],
    ['sys_open', 'ia32', '__ia32_sys_open'],
    ['sys_open', 'arm64', '__arm64_sys_open'],
    ['sys_open', 'arm', '__arm_sys_open'],
    ['sys_open', 's390x', '__s390x_sys_open'],
    ['sys_open', 'riscv64', '__riscv_sys_open'],
    ['sys_open', 'ppc64', '__powerpc64_sys_open'],
    ['sys_open', 'mips', '__mips_sys_open'],
    ['sys_open', 'loong64', 'sys_open'],
    ['__x64_sys_open', 'x64', '__x64_sys_open'],
  ])('%s on %s is %s', (symbol, arch, expected) => {
    expect(syscallWrapper(symbol, arch)).toBe(expected);
  });

  it('changes a system call on the machines that VS Code has a Linux build for', () => {
    expect(syscallWrapper('sys_open')).not.toBe('sys_open');
  });
});
