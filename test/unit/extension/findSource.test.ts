import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
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
});
