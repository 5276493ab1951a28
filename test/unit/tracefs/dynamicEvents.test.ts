import { describe, expect, it } from 'vitest';
import { listedNames, parseListing } from '../../../src/tracefs/dynamicEvents';
import { parseStaticEvents } from '../../../src/tracefs/staticEvents';

const LISTING = [
  'p:g/e /usr/bin/app:0x0000000000001189 arg1=%di',
  'r10:kprobes/r_vfs_read_0 vfs_read arg1=$retval',
  'e:eprobes/open syscalls.sys_enter_openat flags=$flags:x64',
  'f:fprobes/vfs vfs_write',
  's:synthetic/latency u64 lat; pid_t pid',
  'p:g/newer vfs_read a=(struct file)file->f_path',
  '',
].join('\n');

describe('parseListing', () => {
  it('names every event, whatever its kind', () => {
    expect(parseListing(LISTING).map(({ group, event }) => `${group}/${event}`)).toEqual([
      'g/e',
      'kprobes/r_vfs_read_0',
      'eprobes/open',
      'fprobes/vfs',
      'synthetic/latency',
      'g/newer',
    ]);
  });

  it('understands probes, and keeps the line of everything', () => {
    const [uprobe, kretprobe, eprobe] = parseListing(LISTING);
    expect(uprobe?.definition?.target).toEqual({ path: '/usr/bin/app', offset: 0x1189n });
    expect(kretprobe?.definition).toMatchObject({ kind: 'kretprobe', maxActive: 10 });
    expect(eprobe?.definition).toBeUndefined();
    expect(eprobe?.line).toBe('e:eprobes/open syscalls.sys_enter_openat flags=$flags:x64');
  });

  it('keeps the path of a foreign probe as bytes, and shows its line', () => {
    const [probe] = parseListing('p:g/e /\xff:0x1\n');
    expect(probe?.definition?.target).toEqual({ path: new Uint8Array([0x2f, 0xff]), offset: 1n });
    expect(probe?.line).toBe('p:g/e /\ufffd:0x1');
  });

  it('is empty for an empty file', () => {
    expect(parseListing('')).toEqual([]);
  });
});

describe('listedNames', () => {
  it('are those of parseListing', () => {
    const names = parseListing(LISTING).map(({ event }) => event);
    expect([...listedNames(LISTING)]).toEqual(names);
    expect([...listedNames('p:g/e /a\xa0/b.c:0x1\nlatency\tu64 lat;\n')]).toEqual(['e', 'latency']);
    expect([...listedNames('')]).toEqual([]);
  });
});

describe('parseStaticEvents', () => {
  it("leaves out dynamic events, other tools' too", () => {
    const available = [
      'g:e',
      'kprobes:r_vfs_read_0',
      'synthetic:other',
      'sched:sched_switch',
      'syscalls:sys_enter_openat',
      '',
    ].join('\n');
    expect(parseStaticEvents(available, parseListing(LISTING))).toEqual([
      { group: 'sched', name: 'sched_switch' },
      { group: 'syscalls', name: 'sys_enter_openat' },
    ]);
  });
});
