import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSource } from '../../../src/extension/sources/findSource';

describe('the source of a program', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'probescope-source-')));
    for (const name of ['a/src/main.c', 'b/src/main.c', 'b/lib/pool.c', 'c/lib.c/x']) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), '');
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  const found = async (path: string, ...workspace: string[]): Promise<string | undefined> => {
    const asked: string[] = [];
    const source = await findSource(path, name => {
      asked.push(name);
      return Promise.resolve(workspace.map(each => join(folder, each)));
    });
    expect(asked).toEqual(path.startsWith(folder) && source ? [] : [path.split('/').at(-1)]);
    return source?.path.slice(folder.length + 1);
  };

  it('is where its compiler found it', async () => {
    expect(await found(join(folder, 'b/lib/pool.c'), 'a/src/main.c')).toBe('b/lib/pool.c');
  });

  it('is else the file of the workspace with the longest end of its path', async () => {
    const both = ['a/src/main.c', 'b/src/main.c'];
    expect(await found('/build/a/src/main.c', ...both)).toBe('a/src/main.c');
    expect(await found('b/src/main.c', ...both)).toBe('b/src/main.c');
    expect(await found('/build/lib/pool.c', 'b/lib/pool.c')).toBe('b/lib/pool.c');
  });

  it('is not told where several fit, none does, or what fits is no file', async () => {
    expect(await found('/build/main.c', 'a/src/main.c', 'b/src/main.c')).toBeUndefined();
    expect(await found('/build/pool.c', 'a/src/main.c')).toBeUndefined();
    expect(await found('/build/other.c')).toBeUndefined();
    expect(await found('/build/lib.c', 'c/lib.c')).toBeUndefined();
  });

  it('is a file of a disk, whatever a hostile debug file says', async () => {
    const none = (): Promise<string[]> => Promise.resolve([]);
    await symlink('/proc/self/status', join(folder, 'link.c'));
    execFileSync('mkfifo', [join(folder, 'fifo.c')]);
    await truncate(join(folder, 'a/src/main.c'), (50 << 20) + 1);
    const paths = [
      ...['/proc/self/status', '//proc/self/status', '/etc/../proc/self/status', '/dev/stdin'],
      ...['link.c', 'fifo.c', 'a/src', 'a/src/main.c'].map(name => join(folder, name)),
    ];
    for (const path of paths) {
      expect([path, await findSource(path, none)]).toEqual([path, undefined]);
    }
    const other = await findSource(`/${folder}/b/lib/pool.c`, none);
    expect(other?.path).toBe(join(folder, 'b/lib/pool.c'));
  });

  it('is not looked for by what is no name of a file', async () => {
    const asked: string[] = [];
    const ask = (name: string): Promise<string[]> => {
      asked.push(name);
      return Promise.resolve([]);
    };
    for (const path of ['src/..', '.', '/', '', `src/${'a'.repeat(256)}`]) {
      await findSource(path, ask);
    }
    expect(asked).toEqual([]);
  });
});
