import { describe, expect, it } from 'vitest';
import { parseKprobeProfile, parseUprobeProfile } from '../../../src/tracefs/profile';

describe('parseUprobeProfile', () => {
  it('reads path, event and hits, with no group to tell events apart', () => {
    const text = [
      '  /usr/bin/app main                                                       12',
      '  /usr/bin/app main                                                        0',
      '  /proc/self/fd/21 a_very_long_name_that_is_wider_than_its_column_of_44_characters 18446744073709551615',
      '',
    ].join('\n');
    expect(parseUprobeProfile(Buffer.from(text))).toEqual([
      { source: 'uprobe', event: 'main', path: '/usr/bin/app', hits: 12n },
      { source: 'uprobe', event: 'main', path: '/usr/bin/app', hits: 0n },
      {
        source: 'uprobe',
        event: 'a_very_long_name_that_is_wider_than_its_column_of_44_characters',
        path: '/proc/self/fd/21',
        hits: 18446744073709551615n,
      },
    ]);
  });

  it('keeps a path that is not UTF-8 as bytes', () => {
    const line = Buffer.from('  /tmp/\xff main  1\n', 'latin1');
    expect(parseUprobeProfile(line)[0]?.path).toEqual(
      new Uint8Array(Buffer.from('/tmp/\xff', 'latin1')),
    );
  });
});

describe('parseKprobeProfile', () => {
  it('reads event, hits and misses', () => {
    const text = '  vfs_read                                                  7               3\n';
    expect(parseKprobeProfile(Buffer.from(text))).toEqual([
      { source: 'kprobe', event: 'vfs_read', hits: 7n, misses: 3n },
    ]);
  });

  it('is empty for an empty file', () => {
    expect(parseKprobeProfile(new Uint8Array())).toEqual([]);
  });
});
