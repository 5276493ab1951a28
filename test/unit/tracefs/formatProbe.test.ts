import { describe, expect, it } from 'vitest';
import {
  formatProbe,
  formatProbeBytes,
  parseProbe,
  type ProbeDefinition,
  type TracefsError,
  type UserProbe,
} from '../../../src/tracefs/index';

const USER: UserProbe = {
  kind: 'uprobe',
  group: 'g',
  event: 'e',
  target: { path: '/t', offset: 1n },
  args: [],
};

describe('formatProbe', () => {
  it.each([
    'p:g/e /usr/bin/app:0x1139',
    'p /t:0x0',
    'p:e /t:0x1',
    'p:g/ /t:0x1',
    'r:g-1/e /a:b/ü:0xffffffffffffffff(0x4010) %di a=+8(+0(%si)):string b=@+0x10:u8[4]',
    'p:g/e vfs_read',
    'r4096:g/e nf_tables:nft_do_chain.isra.0+0x1f a=$retval:s32 c=$comm',
    'p:g/e 0xffffffff81000000 s=\\"x" i=\\-5:s8',
  ])('gives back the canonical line %j', line => {
    expect(formatProbe(parseProbe(line))).toBe(line);
  });

  it.each<[what: string, definition: ProbeDefinition, code: string]>([
    ['a blank in the path', withPath('/a b'), 'invalidInput'],
    ['a comment in the path', withPath('/a#b'), 'invalidInput'],
    ['a second command in the path', withPath('/a:0x1\np:evil/owned /bin/true'), 'invalidInput'],
    ['a NUL in the path', withPath('/a\0'), 'invalidInput'],
    ['0xA0 in the path', withPath('/à'), 'invalidInput'],
    ['a path without a slash', withPath('app'), 'invalidInput'],
    ['a path of bytes in text', withPath(new Uint8Array([0x2f, 0xff])), 'invalidInput'],
    ['a negative offset', { ...USER, target: { path: '/t', offset: -1n } }, 'invalidInput'],
    ['a 65-bit offset', { ...USER, target: { path: '/t', offset: 1n << 64n } }, 'offsetTooBig'],
    ['a second command in the group', { ...USER, group: 'g\n-:x' }, 'invalidInput'],
    ['a blank in the event', { ...USER, event: 'e e' }, 'invalidInput'],
    ['a blank in a fetch', { ...USER, args: [{ fetch: '%di %si' }] }, 'invalidInput'],
    ['a comment in a fetch', { ...USER, args: [{ fetch: '\\"#"' }] }, 'invalidInput'],
    ['a type in a fetch', { ...USER, args: [{ fetch: '%di:u8' }] }, 'invalidInput'],
    ['an empty fetch', { ...USER, args: [{ name: 'a', fetch: '' }] }, 'invalidInput'],
    ['a name in a fetch', { ...USER, args: [{ fetch: 'a=%di' }] }, 'invalidInput'],
    ['a blank in a type', { ...USER, args: [{ fetch: '%di', type: 'u8 x' }] }, 'invalidInput'],
    ['a line of more than 4094 bytes', withPath(`/${'x'.repeat(4090)}`), 'tooMany'],
    [
      'a maxactive of a kprobe',
      { kind: 'kprobe', target: { symbol: 'f', offset: 0n }, maxActive: 5, args: [] },
      'invalidMaxActive',
    ],
    [
      'a blank in a symbol',
      { kind: 'kprobe', target: { symbol: 'f g', offset: 0n }, args: [] },
      'invalidInput',
    ],
    [
      'a blank in a module',
      { kind: 'kprobe', target: { symbol: 'f', module: 'a b', offset: 0n }, args: [] },
      'invalidInput',
    ],
  ])('refuses %s', (_, definition, code) => {
    expect(() => formatProbe(definition)).toThrow(
      expect.objectContaining({ code }) as TracefsError,
    );
  });

  it('gives bytes for a path of bytes', () => {
    const line = formatProbeBytes(withPath(new Uint8Array([0x2f, 0xff])));
    expect(Buffer.from(line).toString('latin1')).toBe('p:g/e /\xff:0x1');
  });

  it('leaves a maxactive of 0 to the kernel', () => {
    const line = formatProbe({
      kind: 'kretprobe',
      target: { symbol: 'f', offset: 0n },
      maxActive: 0,
      args: [],
    });
    expect(line).toBe('r f');
  });
});

function withPath(path: string | Uint8Array): UserProbe {
  return { ...USER, target: { path, offset: 1n } };
}
