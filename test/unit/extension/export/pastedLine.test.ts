import { describe, expect, it } from 'vitest';
import { readPastedLine } from '../../../../src/extension/export/pastedLine';
import { tracefsLine } from '../../../../src/extension/export/tracefsLine';
import { inEnglish } from '../../../../src/extension/text/translate';
import { samples } from './exportSamples';

const read = (line: string): ReturnType<typeof readPastedLine> => readPastedLine(line, inEnglish);

describe('a pasted line', () => {
  it('gives the parts of a uprobe, without its group', () => {
    expect(read(' r:probes/foo /opt/app:0x0000000000001139 x=%di:u32\n')).toEqual({
      kind: 'uretprobe',
      path: '/opt/app',
      offset: 0x1139n,
      event: 'foo',
      args: [{ name: 'x', fetch: '%di', type: 'u32' }],
    });
  });

  it('gives the reference counter of a USDT probe', () => {
    expect(read('p:e /opt/app:0x1139(0x4010)')).toEqual({
      kind: 'uprobe',
      path: '/opt/app',
      offset: 0x1139n,
      refCtrOffset: 0x4010n,
      event: 'e',
      args: [],
    });
  });

  it('gives a kprobe with its module, offset and maxactive', () => {
    expect(read('r32:grp/back ext4:ext4_sync_file ret=$retval')).toEqual({
      request: {
        kind: 'kretprobe',
        symbol: 'ext4_sync_file',
        module: 'ext4',
        offset: 0n,
        maxActive: 32,
        event: 'back',
        args: [{ name: 'ret', fetch: '$retval' }],
      },
    });
  });

  it('reads back what we copy', () => {
    for (const kind of ['uprobe', 'uprobe with arguments', 'mangled C++ name']) {
      const request = samples[kind]!;
      expect(read(tracefsLine(request)!)).toMatchObject({ kind: 'uprobe', offset: 0x1139n });
    }
    expect(read(tracefsLine(samples['kprobe inside a function']!)!)).toMatchObject({
      request: { kind: 'kprobe', symbol: 'vfs_read', offset: 4n },
    });
  });

  it.each([
    ['', /PLACE/],
    ['hello', /PLACE/],
    ['p:e 0xffffffff81000000', /function instead of an address/],
    ['p:e ./app:0x1139', /from the root/],
    ['p:e /opt/app:main', /file offset/],
    ['r9999:e vfs_read', /maxactive/],
  ])('%j is refused in a sentence', (line, sentence) => {
    const result = read(line);
    expect('refusal' in result && result.refusal).toMatch(sentence);
  });
});
