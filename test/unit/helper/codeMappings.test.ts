import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mappedFiles, parseCodeMappings } from '../../../src/helper/processFiles/codeMappings';
import { isAnswering, typeIn } from '../../../src/helper/processFiles/mountType';

const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

describe('the code that /proc/PID/maps tells of', () => {
  it('is what is executable, private and of a file', () => {
    const maps = [
      '00400000-00401000 r--p 00000000 fe:00 11                        /usr/bin/a',
      '00401000-004f0000 r-xp 00001000 fe:00 11                        /usr/bin/a',
      '7f0000000000-7f0000001000 r-xs 00000000 00:01 12                /memfd:jit (deleted)',
      '7f0000001000-7f0000002000 rwxp 00000000 00:00 0 ',
      '7f0000002000-7f0000003000 r--p 00000000 fe:00 13                /etc/secret',
      '7f0000003000-7f0000004000 r-xp 00000000 00:2d 14                /lib/odd (deleted) (deleted)',
      '7f0000004000-7f0000005000 r-xp 00000000 fe:00 15                /a b\\012c',
      '7ffd1b5fe000-7ffd1b600000 r-xp 00000000 00:00 0                 [vdso]',
      'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0         [vsyscall]',
    ];
    expect(parseCodeMappings(maps.join('\n'))).toEqual([
      {
        ...{ range: '401000-4f0000', key: 'fe:00 11', inode: 11n },
        ...{ path: '/usr/bin/a', deleted: false },
      },
      {
        ...{ range: '7f0000003000-7f0000004000', key: '00:2d 14', inode: 14n },
        ...{ path: '/lib/odd (deleted)', deleted: true },
      },
      {
        ...{ range: '7f0000004000-7f0000005000', key: 'fe:00 15', inode: 15n },
        ...{ path: '/a b\nc', deleted: false },
      },
    ]);
  });

  it('has paths of any letters, and none of them makes a line of its own', () => {
    const line = '1000-2000 r-xp 00000000 fe:00 11 ';
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), name => {
        const path = `/${name.replaceAll('\\', '/')}`;
        const written = latin1(path).replaceAll('\n', '\\012');
        const [found, ...others] = parseCodeMappings(`${line}${written}\n`);
        const isDeleted = path.endsWith(' (deleted)');
        return others.length === 0 && (isDeleted || found?.path === Buffer.from(path).toString());
      }),
    );
  });

  it('is that of this process, each file once, and nothing of other bytes', () => {
    const maps = readFileSync('/proc/self/maps', 'latin1');
    const files = mappedFiles(process.pid).map(({ path }) => path);
    expect(files).toContain(process.execPath);
    expect(new Set(files).size).toBe(files.length);
    const bytes = fc.uint8Array().map(some => Buffer.from(some).toString('latin1'));
    fc.assert(fc.property(bytes, some => Array.isArray(parseCodeMappings(maps + some))));
  });
});

describe('mounts that a program serves', () => {
  it('are told by their type, and so are those that nobody knows', () => {
    const mountinfo = [
      '24 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw',
      '99 24 0:45 / /home/ann/app rw,nosuid shared:7 - fuse.squashfuse squashfuse ro,user_id=1000',
      '98 24 0:300 / /mnt rw master:1 - fuseblk /dev/sdb1 rw,allow_other',
      '97 24 0:46 / /x rw - fusectl fusectl rw',
      '96 24 0:47 / /fuse. rw - tmpfs fuse. rw',
      '95 24 0:48 / /y rw - fuse x rw',
      'no line of it',
    ].join('\n');
    const answering = ['24', '9', '99', '98', '97', '96', '95'].filter(mount =>
      isAnswering(typeIn(mountinfo, mount)),
    );
    expect(answering).toEqual(['24', '97', '96']);
  });
});
