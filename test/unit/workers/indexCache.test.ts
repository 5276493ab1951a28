import { appendFileSync, copyFileSync, linkSync, renameSync, statSync, utimesSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SymbolsAtFirst } from '../../../src/elf/symbolIndex';
import { IndexCache } from '../../../src/workers/indexCache';
import { Fixtures } from '../elf/support/fixtures';
import { loadDemangler } from '../elf/support/loadDemangler';

const fixtures = new Fixtures();
let program: string;
let other: string;
beforeAll(() => {
  program = fixtures.program('program', '-pie', '-fPIE', '-Wl,--build-id=0x11111111');
  other = fixtures.program('other', '-pie', '-fPIE', '-Wl,--build-id=0x22222222');
});
afterAll(() => fixtures.remove());

const cache = (): IndexCache => new IndexCache(loadDemangler());
const opened = async (from: IndexCache, path: string): Promise<SymbolsAtFirst> =>
  (await from.acquire(path)).first;

function copied(name: string): string {
  const path = fixtures.path(name);
  copyFileSync(program, path);
  return path;
}

describe('the index of a file', () => {
  it('is shared while the file is open, by any of its paths, and kept when it is closed', async () => {
    const indexes = cache();
    const path = copied('shared');
    const link = fixtures.path('link');
    linkSync(path, link);
    const first = await indexes.acquire(path);
    const second = await indexes.acquire(link);
    expect(second).toBe(first);
    indexes.release(first);
    indexes.release(second);
    expect(await indexes.acquire(path)).toBe(first);
  });

  it('is not kept when another file was opened since', async () => {
    const indexes = cache();
    const first = await indexes.acquire(program);
    indexes.release(first);
    indexes.release(await indexes.acquire(other));
    expect(await indexes.acquire(program)).not.toBe(first);
  });

  it.each([
    [
      'inode',
      (path: string): void => {
        copyFileSync(path, `${path}.new`);
        const { atime, mtime } = statSync(path);
        utimesSync(`${path}.new`, atime, mtime);
        renameSync(`${path}.new`, path);
      },
    ],
    [
      'size',
      (path: string): void => {
        const { atime, mtime } = statSync(path);
        appendFileSync(path, 'more');
        utimesSync(path, atime, mtime);
      },
    ],
    ['time of change', (path: string): void => utimesSync(path, 1, 1)],
  ])('is made anew for another %s', async (what, change) => {
    const indexes = cache();
    const path = copied(`changed ${what}`);
    utimesSync(path, 1000, 1000);
    const before = await opened(indexes, path);
    expect(await opened(indexes, path)).toBe(before);
    change(path);
    expect(await opened(indexes, path)).not.toBe(before);
  });

  it('is made anew for another build-id, where all else is as it was', async () => {
    const indexes = cache();
    const path = copied('rebuilt');
    utimesSync(path, 1000, 1000);
    const before = await opened(indexes, path);
    const { ino, size } = statSync(path);
    copyFileSync(other, path);
    utimesSync(path, 1000, 1000);
    expect(statSync(path)).toMatchObject({ ino, size });
    const after = await opened(indexes, path);
    expect([before.info.buildId, after.info.buildId]).toEqual(['11111111', '22222222']);
  });

  it('is not shared where its symbols may come from a debug file, which can change', async () => {
    const indexes = cache();
    const stripped = fixtures.objcopy(program, 'stripped', '--strip-all');
    const first = await opened(indexes, stripped);
    expect(await opened(indexes, stripped)).not.toBe(first);
  });
});
