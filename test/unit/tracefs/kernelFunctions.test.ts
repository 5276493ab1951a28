import { describe, expect, it } from 'vitest';
import { parseFilterFunction, parseKallsym } from '../../../src/tracefs/kernelFunctions';

describe('parseFilterFunction', () => {
  it.each([
    ['vfs_read', { name: 'vfs_read' }],
    ['nft_do_chain.isra.0 [nf_tables]', { name: 'nft_do_chain.isra.0', module: 'nf_tables' }],
    ['__ftrace_invalid_address___1052', undefined],
    ['', undefined],
  ])('%j', (line, expected) => {
    expect(parseFilterFunction(line)).toEqual(expected);
  });
});

describe('parseKallsym', () => {
  it.each([
    ['ffffffff81000000 T _stext', { name: '_stext' }],
    ['0000000000000000 t do_one', { name: 'do_one' }],
    ['ffffffffc0000000 t init\t[virtio_net]', { name: 'init', module: 'virtio_net' }],
    ['ffffffff82000000 W weak', { name: 'weak' }],
    ['ffffffff82000000 D jiffies', undefined],
    ['ffffffff82000000 t __pfx_vfs_read', undefined],
    ['ffffffff82000000 t .Lodd', undefined],
    ['', undefined],
  ])('%j', (line, expected) => {
    expect(parseKallsym(line)).toEqual(expected);
  });
});
