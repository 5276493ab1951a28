import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMaps } from '../../../src/processes/memoryMaps';

const line = (path: string, access = 'r-xp', inode = 7): string =>
  `7f0000000000-7f0000001000 ${access} 00001000 fe:01 ${inode}                      ${path}`;
const parse = (...lines: string[]) => parseMaps(Buffer.from(lines.join('\n') + '\n', 'latin1'));

describe('a memory map', () => {
  it('has one entry a file, executable if any part is', () => {
    expect(
      parse(line('/bin/a', 'r--p'), line('/bin/a'), line('/bin/a', 'rw-p'), line('/b', 'r--p', 8)),
    ).toEqual([
      { path: '/bin/a', dev: 0xfe01n, inode: 7n, deleted: false, executable: true },
      { path: '/b', dev: 0xfe01n, inode: 8n, deleted: false, executable: false },
    ]);
  });

  it('leaves out what is no file', () => {
    expect(parse(line('[stack]', 'rw-p', 0), line('', 'rw-p', 0), 'garbage')).toEqual([]);
  });

  it('reads blanks, newlines, the deleted mark and bytes that are not UTF-8', () => {
    const path = (text: string): unknown => parse(line(text))[0]!.path;
    expect(path('/tmp/a b#c:d')).toBe('/tmp/a b#c:d');
    expect(path('/tmp/a\\012b')).toBe('/tmp/a\nb');
    expect(path('/tmp/a\rb')).toBe('/tmp/a\rb');
    expect(path('/tmp/\xe9')).toEqual(new Uint8Array(Buffer.from('/tmp/\xe9', 'latin1')));
    expect(path('/tmp/\xc3\xa9')).toBe('/tmp/é');
    expect(parse(line('/tmp/a (deleted)'))[0]).toMatchObject({ path: '/tmp/a', deleted: true });
  });

  it('gives the device as stat does', () => {
    const own = parseMaps(readFileSync('/proc/self/maps'));
    const node = own.find(({ path }) => path === process.execPath);
    const { dev, ino } = statSync(process.execPath, { bigint: true });
    expect(node).toMatchObject({ dev, inode: ino, executable: true, deleted: false });
  });
});
