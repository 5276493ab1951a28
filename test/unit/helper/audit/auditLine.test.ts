import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditLine } from '../../../../src/helper/audit/auditLine';

/** Reads a line back as a log reader would; the opposite of `auditLine`. */
function read(line: string): [string, string][] {
  return [...line.matchAll(/ ([\w-]+)=(?:"([^"]*)"|(\S+))/g)].map(([, name = '', quoted, bare]) => {
    const bytes = (quoted ?? bare ?? '').replace(/\\x(\w\w)/g, (_, hex: string) =>
      String.fromCharCode(parseInt(hex, 16)),
    );
    return [name, Buffer.from(bytes, 'latin1').toString('utf8')];
  });
}

describe('auditLine', () => {
  it('reads well where nothing is odd', () => {
    const facts = { uid: 1000, line: 'p:g/e /bin/x:0x10 a=%di', until: undefined, file: '/bin/x' };
    expect(auditLine('probe made', facts)).toBe(
      'probe made uid=1000 line="p:g/e /bin/x:0x10 a=%di" file=/bin/x',
    );
  });

  it('keeps any value on one line, within its quotes, and readable by its bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (file, line) => {
        const text = auditLine('x', { file, line });
        expect(text).toMatch(/^[\x20-\x7e]*$/);
        expect(read(text)).toEqual([
          ['file', file],
          ['line', line],
        ]);
      }),
    );
  });

  it('shows what would forge a second line, a member or colours', () => {
    const file = '/a\nprobe removed uid=0" uid=0 \u001b[31m\u202e';
    expect(auditLine('probe made', { file })).toBe(
      'probe made file="/a\\x0aprobe removed uid=0\\x22 uid=0 \\x1b[31m\\xe2\\x80\\xae"',
    );
  });

  it('cuts what is longer than a path can be', () => {
    expect(auditLine('x', { file: 'a'.repeat(1 << 20) }).length).toBeLessThan(4300);
  });
});
