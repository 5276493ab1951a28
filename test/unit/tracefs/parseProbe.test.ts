import { describe, expect, it } from 'vitest';
import { parseProbe, type ProbeDefinition, type TracefsError } from '../../../src/tracefs/index';

const PATH = '/usr/bin/app';

describe('parseProbe', () => {
  it.each<[line: string, definition: ProbeDefinition]>([
    [
      'p:g/e /usr/bin/app:0x1139',
      { kind: 'uprobe', group: 'g', event: 'e', target: { path: PATH, offset: 0x1139n }, args: [] },
    ],
    [
      // As the kernel lists it.
      'r:g-1/e /usr/bin/app:0x0000000000001139(0x4010) arg1=%ax:s32 b=+0(%di):string',
      {
        kind: 'uretprobe',
        group: 'g-1',
        event: 'e',
        target: { path: PATH, offset: 0x1139n, refCtrOffset: 0x4010n },
        args: [
          { name: 'arg1', fetch: '%ax', type: 's32' },
          { name: 'b', fetch: '+0(%di)', type: 'string' },
        ],
      },
    ],
    [
      'p:g/e /usr/bin/app:4409%return(0x10)',
      {
        kind: 'uretprobe',
        group: 'g',
        event: 'e',
        target: { path: PATH, offset: 4409n, refCtrOffset: 16n },
        args: [],
      },
    ],
    ['p /usr/bin/app:010', { kind: 'uprobe', target: { path: PATH, offset: 8n }, args: [] }],
    [
      'p:g/ /usr/bin/app:0XfF(0)',
      { kind: 'uprobe', group: 'g', target: { path: PATH, offset: 255n }, args: [] },
    ],
    [
      'p:g.e /usr/bin/app:0xffffffffffffffff',
      {
        kind: 'uprobe',
        group: 'g',
        event: 'e',
        target: { path: PATH, offset: 0xffff_ffff_ffff_ffffn },
        args: [],
      },
    ],
    ['p:e ./t:1', { kind: 'uprobe', event: 'e', target: { path: './t', offset: 1n }, args: [] }],
    ['p /a:b/c:1', { kind: 'uprobe', target: { path: '/a:b/c', offset: 1n }, args: [] }],
    [
      '  p:g/e\tdo_sys_openat2   %di $stack0:x64 # a comment',
      {
        kind: 'kprobe',
        group: 'g',
        event: 'e',
        target: { symbol: 'do_sys_openat2', offset: 0n },
        args: [{ fetch: '%di' }, { fetch: '$stack0', type: 'x64' }],
      },
    ],
    [
      'r16:g/e vfs_read $retval\n',
      {
        kind: 'kretprobe',
        group: 'g',
        event: 'e',
        target: { symbol: 'vfs_read', offset: 0n },
        maxActive: 16,
        args: [{ fetch: '$retval' }],
      },
    ],
    [
      'p:kprobes/x nf_tables:nft_do_chain.isra.0+31',
      {
        kind: 'kprobe',
        group: 'kprobes',
        event: 'x',
        target: { symbol: 'nft_do_chain.isra.0', module: 'nf_tables', offset: 31n },
        args: [],
      },
    ],
    [
      'p:g/e vfs_read%return',
      {
        kind: 'kretprobe',
        group: 'g',
        event: 'e',
        target: { symbol: 'vfs_read', offset: 0n },
        args: [],
      },
    ],
    [
      'p 0xffffffff81000000',
      { kind: 'kprobe', target: { address: 0xffff_ffff_8100_0000n }, args: [] },
    ],
    [
      'p vfs_read a=\\"x=y" b=%di:b4@2/8',
      {
        kind: 'kprobe',
        target: { symbol: 'vfs_read', offset: 0n },
        args: [
          { name: 'a', fetch: '\\"x=y"' },
          { name: 'b', fetch: '%di', type: 'b4@2/8' },
        ],
      },
    ],
  ])('%j', (line, definition) => {
    expect(parseProbe(line)).toEqual(definition);
  });

  it('keeps a path that is not UTF-8 as bytes, and one that is as text', () => {
    const line = Buffer.concat([
      Buffer.from('p:g/e /tmp/'),
      Buffer.from([0xff, 0xe0]),
      Buffer.from(':0x1 s=\\"é"'),
    ]);
    expect(parseProbe(line)).toEqual({
      kind: 'uprobe',
      group: 'g',
      event: 'e',
      target: { path: new Uint8Array([0x2f, 0x74, 0x6d, 0x70, 0x2f, 0xff, 0xe0]), offset: 1n },
      args: [{ name: 's', fetch: '\\"é"' }],
    });
    expect(parseProbe(Buffer.from('p /tmp/ü:1')).target).toEqual({ path: '/tmp/ü', offset: 1n });
  });

  it('splits at 0xA0 as the kernel does, even inside "à"', () => {
    expect(parseProbe(Buffer.from([0x70, 0xa0, 0x2f, 0x74, 0x3a, 0x31]))).toEqual({
      kind: 'uprobe',
      target: { path: '/t', offset: 1n },
      args: [],
    });
    expect(() => parseProbe('p /tmp/à:1')).toThrow(
      expect.objectContaining({ code: 'invalidInput' }) as TracefsError,
    );
  });

  it.each([
    ['', 'invalidInput'],
    ['# p:g/e vfs_read', 'invalidInput'],
    ['p:g/e', 'invalidInput'],
    ['-:g/e', 'invalidInput'],
    ['x:g/e vfs_read', 'invalidInput'],
    ['px:g/e /t:1', 'invalidInput'],
    ['p:g/e vfs_read\np:evil/owned vfs_write', 'invalidInput'],
    ['p: vfs_read', 'invalidInput'],
    ['p:/e vfs_read', 'invalidInput'],
    ['p:g/e-1 vfs_read', 'invalidInput'],
    ['p:a/b/c vfs_read', 'invalidInput'],
    ['p:1g/e vfs_read', 'invalidInput'],
    [`p:g/${'e'.repeat(64)} vfs_read`, 'invalidInput'],
    [`p:${'g'.repeat(64)}/e vfs_read`, 'invalidInput'],
    ['p5:g/e vfs_read', 'invalidMaxActive'],
    ['p0:g/e vfs_read', 'invalidMaxActive'],
    ['r0:g/e vfs_read', 'invalidMaxActive'],
    ['r4097:g/e vfs_read', 'invalidMaxActive'],
    ['r5:g/e /t:1', 'invalidMaxActive'],
    ['p:g/e vfs_read-1', 'invalidInput'],
    ['p:g/e vfs_read+', 'invalidInput'],
    ['p:g/e vfs_read+0x100000000', 'offsetTooBig'],
    ['p:g/e 0x10000000000000000', 'offsetTooBig'],
    ['p:g/e .', 'invalidInput'],
    ['p:g/e a:b:c', 'invalidInput'],
    ['p:g/e /t', 'invalidInput'],
    ['p:g/e /t:', 'invalidInput'],
    ['p:g/e /t:+5', 'invalidInput'],
    ['p:g/e /t:08', 'invalidInput'],
    ['p:g/e /t:0x', 'invalidInput'],
    ['p:g/e /t:1%foo', 'invalidInput'],
    ['p:g/e /t:1(', 'invalidInput'],
    ['p:g/e /t:1()', 'invalidInput'],
    ['p:g/e /t:1(2)x', 'invalidInput'],
    ['p:g/e /t:1(2)%return', 'invalidInput'],
    ['p:g/e /t:0x10000000000000000', 'offsetTooBig'],
    ['p:g/e /t:1 =%di', 'invalidInput'],
    ['p:g/e /t:1 a=', 'invalidInput'],
    ['p:g/e /t:1 a=%di:', 'invalidInput'],
    ['p:g/e /t:1 1a=%di', 'invalidInput'],
    ['p:g/e /t:1 common_pid=%di', 'invalidInput'],
    ['p:g/e /t:1 __probe_ip=%di', 'invalidInput'],
    ['p:g/e /t:1 a=%di a=%si', 'invalidInput'],
    ['p:g/e /t:1 %di arg1=%si', 'invalidInput'],
    [`p:g/e /t:1 ${'a'.repeat(33)}=%di`, 'invalidInput'],
  ])('refuses %j: %s', (line, code) => {
    expect(() => parseProbe(line)).toThrow(expect.objectContaining({ code }) as TracefsError);
  });
});
