import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mappedPath } from '../../../../src/extension/pickers/mappedPath';

describe('path of a mapped file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'probescope-mapped-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is its own where that is the same file', async () => {
    const path = join(folder, 'app');
    await writeFile(path, '');
    const { ino } = await stat(path, { bigint: true });
    expect(await mappedPath(1, { path, inode: ino })).toBe(path);
    expect(await mappedPath(1, { path, inode: ino + 1n })).toBeUndefined();
  });

  it('goes through the root of a process in a container', async () => {
    const inside = join(folder, '7/root/opt');
    await mkdir(inside, { recursive: true });
    await writeFile(join(inside, 'app'), '');
    const { ino } = await stat(join(inside, 'app'), { bigint: true });
    expect(await mappedPath(7, { path: '/opt/app', inode: ino }, folder)).toBe(
      join(folder, '7/root/opt/app'),
    );
  });

  it('is none for bytes that are no text', async () => {
    expect(await mappedPath(1, { path: new Uint8Array([47, 255]), inode: 1n })).toBeUndefined();
  });
});
