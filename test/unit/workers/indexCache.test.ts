import {
  appendFileSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SymbolsAtFirst } from '../../../src/elf/symbolIndex';
import { IndexCache, type SharedSymbols } from '../../../src/workers/indexCache';
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
});

describe('the index of a file without a symbol table', () => {
  const FULL = 'program.debug';
  let stripped: string;
  let folder: string;
  beforeEach(() => {
    stripped = fixtures.objcopy(program, 'stripped', '--strip-all');
    fixtures.objcopy(program, FULL, '--only-keep-debug');
    folder = mkdtempSync(fixtures.path('debug-'));
    mkdirSync(join(folder, '.build-id/11'), { recursive: true });
  });

  const place = (): string => join(folder, '.build-id/11/111111.debug');
  const acquired = (from: IndexCache): Promise<SharedSymbols> =>
    from.acquire(stripped, { folders: [folder] });
  const tables = ({ first }: SharedSymbols): readonly string[] => first.sources.tables;

  it('is shared and kept like any other, while there is no debug file', async () => {
    const indexes = cache();
    const first = await acquired(indexes);
    expect(tables(first)).toEqual(['dynsym']);
    expect(await acquired(indexes)).toBe(first);
    indexes.release(first);
    indexes.release(first);
    expect(await acquired(indexes)).toBe(first);
  });

  it('is made anew when a debug file is installed, then shared, and anew when it is removed', async () => {
    const indexes = cache();
    const without = await acquired(indexes);
    copyFileSync(fixtures.path(FULL), place());
    const installed = await acquired(indexes);
    expect(installed).not.toBe(without);
    expect(tables(installed)).toContain('debugfile');
    expect(await acquired(indexes)).toBe(installed);
    rmSync(place());
    // Nothing changed for whoever still has the first.
    expect(await acquired(indexes)).toBe(without);
    indexes.release(without);
    indexes.release(without);
    expect(tables(await acquired(indexes))).toEqual(['dynsym']);
  });

  it.each<[string, (path: string) => void]>([
    ['size', path => appendFileSync(path, 'more')],
    ['time of change', path => utimesSync(path, 1, 1)],
    [
      'inode',
      path => {
        const { atime, mtime } = statSync(path);
        copyFileSync(path, `${path}.new`);
        utimesSync(`${path}.new`, atime, mtime);
        renameSync(`${path}.new`, path);
      },
    ],
    [
      'build-id',
      path => {
        const { atime, mtime } = statSync(path);
        const bytes = readFileSync(path);
        bytes.writeUInt32LE(0x33333333, bytes.indexOf(Buffer.from('11111111', 'hex')));
        writeFileSync(path, bytes);
        utimesSync(path, atime, mtime);
      },
    ],
  ])('is made anew for another %s of its debug file', async (_, change) => {
    const indexes = cache();
    copyFileSync(fixtures.path(FULL), place());
    utimesSync(place(), 1000, 1000);
    const before = await acquired(indexes);
    expect(await acquired(indexes)).toBe(before);
    change(place());
    expect(await acquired(indexes)).not.toBe(before);
  });

  it('is another one where other debug files were chosen for it', async () => {
    const indexes = cache();
    const file = fixtures.path(FULL);
    const plain = await acquired(indexes);
    const chosen = await indexes.acquire(stripped, {
      folders: [folder],
      chosen: { '11111111': { file } },
    });
    expect(chosen).not.toBe(plain);
    expect(chosen.first.sources.debugFile).toBe(file);
  });
});
