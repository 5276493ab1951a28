import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileMappers } from '../../../src/processes/fileMappers';
import { filesOfSameName } from '../../../src/processes/sameName';

const CONTAINER = 'c'.repeat(64);

describe('who maps a file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'probescope-mappers-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is who runs it, also after it was replaced; a file of its name that runs is told apart', async () => {
    const path = join(folder, 'sleeper');
    await copyFile('/bin/sleep', path);
    await chmod(path, 0o755);
    const child = spawn(path, ['1000']);
    try {
      await once(child, 'spawn');
      const { dev: device, ino: inode } = await stat(path, { bigint: true });
      const file = { path, device, inode };
      const idle = { path: join(folder, 'idle'), device, inode: inode + 1_000_000n };
      const found = await fileMappers([idle, file]);
      const mapper = { pid: child.pid, uid: process.getuid?.() };
      expect(found.mappers).toEqual([[], [mapper]]);

      await copyFile('/bin/sleep', join(folder, 'next'));
      await rename(join(folder, 'next'), path);
      expect((await fileMappers([file])).mappers).toEqual([[mapper]]);
      const now = await stat(path, { bigint: true });
      expect(await filesOfSameName({ path, inode: now.ino })).toEqual([
        { path, dev: device, inode, deleted: true, mappers: [mapper] },
      ]);
      expect(await filesOfSameName({ path, inode })).toEqual([]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('is found by inode and device, or by the path where maps shows another device', async () => {
    const proc = await procWith({
      11: {
        maps: [
          '00400000-00401000 r--p 00000000 fe:01 4711   /opt/libshop.so.2',
          '00401000-00402000 r-xp 00001000 fe:01 4711   /opt/libshop.so.2',
        ],
        cgroup: `0::/system.slice/docker-${CONTAINER}.scope`,
      },
      // Its data only.
      12: { maps: ['00400000-00401000 r--p 00000000 fe:01 4711   /opt/libshop.so.2'] },
      // The number stands elsewhere in the line.
      13: { maps: ['00400000-00401000 r-xp 00000000 fe:01 9   /opt/a 4711 b'] },
      // An overlay: another device, the same path.
      14: { maps: ['00400000-00401000 r-xp 00000000 00:2f 4711   /opt/libshop.so.2'] },
      // Another file system's file of that number.
      15: { maps: ['00400000-00401000 r-xp 00000000 00:30 4711   /srv/other'] },
      16: { maps: ['00400000-00401000 r-xp 00000000 fe:01 8   /srv/libshop.so.1.9'] },
      17: {},
    });
    const file = { path: '/opt/libshop.so.2', device: 0xfe01n, inode: 4711n };
    const { mappers, unseen } = await fileMappers([file], proc);
    expect(mappers[0]?.map(({ pid, container }) => [pid, container])).toEqual([
      [11, CONTAINER],
      [14, undefined],
    ]);
    expect(unseen).toBe(0);
    const twins = await filesOfSameName(file, proc);
    expect(twins.map(({ path, mappers: of }) => [path, of.length])).toEqual([
      ['/srv/libshop.so.1.9', 1],
    ]);
  });

  it('is told apart from what has its name but for a version or a hash', async () => {
    const code = (inode: number, path: string): string =>
      `00401000-00402000 r-xp 00001000 fe:01 ${inode}   ${path}`;
    const proc = await procWith({
      21: { maps: [code(1, '/venv/pay.libs/libssl-5f3a9c01.so.1.1')] },
      22: { maps: [code(2, '/chroot/libssl-1.0.2.so'), code(3, '/lib/libsslx.so.3')] },
      23: { maps: [code(4, '/usr/bin/libssl'), code(5, '/lib/libcrypto-5f3a9c01.so.3')] },
    });
    const of = async (path: string): Promise<unknown[]> =>
      (await filesOfSameName({ path, inode: 9n }, proc)).map(twin => twin.path).sort();
    const all = ['/chroot/libssl-1.0.2.so', '/venv/pay.libs/libssl-5f3a9c01.so.1.1'];
    expect(await of('/usr/lib/libssl.so.3')).toEqual(all);
    expect(await of('/opt/libssl-00000000.so.3')).toEqual(all);
    expect(await of('/opt/bin/libssl')).toEqual(['/usr/bin/libssl']);
  });

  async function procWith(processes: Record<number, { maps?: string[]; cgroup?: string }>) {
    const proc = await mkdtemp(join(folder, 'proc-'));
    for (const [pid, { maps, cgroup = '0::/' }] of Object.entries(processes)) {
      await mkdir(join(proc, pid));
      await writeFile(join(proc, pid, 'cgroup'), cgroup);
      if (maps) {
        await writeFile(join(proc, pid, 'maps'), maps.map(line => `${line}\n`).join(''));
      }
    }
    return proc;
  }
});
