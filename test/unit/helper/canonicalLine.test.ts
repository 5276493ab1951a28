import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalLine } from '../../../src/helper/canonicalLine';
import { parseProbe, type UserProbe } from '../../../src/tracefs';

function probeOf(path: string): UserProbe {
  return { kind: 'uprobe', group: 'g', event: 'e', target: { path, offset: 16n }, args: [] };
}

describe('the line shown to people', () => {
  it.each([
    ['/bin/true', '/bin/true'],
    ['/a:0x1', '/a:0x1'],
    ['/功能', '/功能'],
    ['/a b#c\n', '/a\\040b\\043c\\012'],
    ['/à', '/\\303\\240'],
    ['/a\u00a0b', '/a\\302\\240b'],
  ])('of %j is one line', (path, shown) => {
    expect(canonicalLine(probeOf(path))).toBe(`p:g/e ${shown}:0x10`);
  });

  it.each(['/a b', '/ab'])('of %j is there however long the path is', start => {
    const path = start + 'x'.repeat(4095 - start.length);
    const line = canonicalLine(probeOf(path));
    expect(line).toBe(`p:g/e ${path.replace(' ', '\\040')}:0x10`);
  });

  it('is a line that can be read back, for any path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), name => {
        const line = canonicalLine(probeOf(`/${name.replaceAll('\0', '')}`));
        expect(line).not.toMatch(/[\n#]/);
        expect(parseProbe(line)).toMatchObject({ group: 'g', event: 'e', target: { offset: 16n } });
      }),
    );
  });
});
