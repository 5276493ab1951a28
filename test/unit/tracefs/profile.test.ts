import { describe, expect, it } from 'vitest';
import { parseKprobeRow, parseUprobeRow } from '../../../src/tracefs/profile';

describe('parseUprobeRow', () => {
  it('reads path, event and hits, with no group to tell events apart', () => {
    const rows = [
      '  /usr/bin/app main                                                       12',
      '  /usr/bin/app main                                                        0',
      '  /proc/self/fd/21 a_very_long_name_that_is_wider_than_its_column_of_44_characters 18446744073709551615',
    ];
    expect(rows.map(parseUprobeRow)).toEqual([
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
    expect(parseUprobeRow('  /tmp/\xff main  1')?.path).toEqual(
      new Uint8Array(Buffer.from('/tmp/\xff', 'latin1')),
    );
  });
});

describe('parseKprobeRow', () => {
  it('reads event, hits and misses', () => {
    const row = '  vfs_read                                                  7               3';
    expect(parseKprobeRow(row)).toEqual({
      source: 'kprobe',
      event: 'vfs_read',
      hits: 7n,
      misses: 3n,
    });
  });

  it('is nothing for what is no row', () => {
    expect(['', 'vfs_read 7', 'vfs_read seven 3'].map(parseKprobeRow)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
