import { describe, expect, it } from 'vitest';
import { mountsOfType, parseMountinfo } from '../../../src/tracefs/mountinfo';

const TRACEFS = '30 25 0:12 / /sys/kernel/tracing rw,nosuid shared:14 - tracefs tracefs rw';

describe('parseMountinfo', () => {
  it('keeps the roots of two mounts of one file system', () => {
    const events = '31 25 0:12 /events /mnt/events rw - tracefs tracefs rw';
    expect(parseMountinfo(`${TRACEFS}\n${events}\n`)).toEqual([
      { root: '/', mountPoint: '/sys/kernel/tracing', fsType: 'tracefs' },
      { root: '/events', mountPoint: '/mnt/events', fsType: 'tracefs' },
    ]);
  });

  it('reads lines of more than 64 KiB, and a last line without a newline', () => {
    const lower = Array.from({ length: 4000 }, (_, i) => `/layers/${i}/diff`).join(':');
    const overlay = `29 1 0:30 / / rw,relatime - overlay overlay rw,lowerdir=${lower}`;
    expect(overlay.length).toBeGreaterThan(64 * 1024);
    expect(parseMountinfo(`${overlay}\n${TRACEFS}`).map(mount => mount.fsType)).toEqual([
      'overlay',
      'tracefs',
    ]);
  });

  it('decodes what the kernel escapes, and nothing else', () => {
    const sample = [
      '22 27 0:21 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw',
      '23 27 0:22 / /proc rw,nosuid,nodev,noexec,relatime shared:14 - proc proc rw',
      '27 0 254:1 / / rw,noatime shared:1 - ext4 /dev/vda1 rw,discard',
      '',
      '40 22 0:30 / /sys/fs/bpf rw shared:10 master:2 propagate_from:1 - bpf none rw,mode=700',
      '41 27 0:31 / /mnt/foo\\040bar\\040baz rw - bpf none rw',
      '42 27 0:32 / /mnt/功能\\011\\012\\134bpf rw - bpf none rw',
      '43 27 0:33 / /mnt/\\043 rw - bpf none rw',
    ].join('\n');
    expect(parseMountinfo(sample).map(mount => mount.mountPoint)).toEqual([
      '/sys',
      '/proc',
      '/',
      '/sys/fs/bpf',
      '/mnt/foo bar baz',
      '/mnt/功能\t\n\\bpf',
      '/mnt/\\043',
    ]);
  });

  it.each([
    ['no dash', '30 25 0:12 / /sys/kernel/tracing rw tracefs tracefs rw'],
    ['too few fields before the dash', '30 25 0:12 / /sys - tracefs tracefs rw'],
    ['nothing after the dash', '30 25 0:12 / /sys/kernel/tracing rw - '],
  ])('refuses the whole text for one line with %s', (_, line) => {
    expect(() => parseMountinfo(`${TRACEFS}\n${line}\n`)).toThrow(
      expect.objectContaining({ code: 'invalidInput' }) as Error,
    );
  });
});

describe('mountsOfType', () => {
  const mounts = [
    { root: '/', mountPoint: '/b', fsType: 'bpf' },
    { root: '/', mountPoint: '/t', fsType: 'tracefs' },
    { root: '/', mountPoint: '/a', fsType: 'bpf' },
    { root: '/', mountPoint: '/b', fsType: 'bpf' },
  ];

  it('keeps the order and names each mount once', () => {
    expect(mountsOfType(mounts, 'bpf').map(mount => mount.mountPoint)).toEqual(['/b', '/a']);
  });

  it('is empty for a type that is not mounted', () => {
    expect(mountsOfType(mounts, 'nfs')).toEqual([]);
  });
});
