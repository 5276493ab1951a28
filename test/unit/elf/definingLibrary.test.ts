import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definingLibrary } from '../../../src/elf/definingLibrary';
import { cachedPaths } from '../../../src/elf/loaderCache';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import { Fixtures } from './support/fixtures';
import { rowNamed } from './support/rows';

const fixtures = new Fixtures();
let program: string;
let index: SymbolIndex;

beforeAll(async () => {
  program = fixtures.program('program', '-pie', '-fPIE');
  index = await SymbolIndex.open(program);
});
afterAll(() => fixtures.remove());

describe('the library that defines an undefined symbol', () => {
  it('is found beside the program by its RUNPATH', async () => {
    expect(index.info.runpath).toEqual(['$ORIGIN']);
    expect(await definingLibrary(program, index.info, 'library_default')).toEqual({
      path: fixtures.path('libversions.so.1'),
      soname: 'libversions.so.1',
    });
  });

  it('is what the loader would take from the system', async () => {
    const { uprobe } = await rowNamed(index, 'printf');
    const sonames = uprobe.ok ? [] : uprobe.libraries;
    const library = await definingLibrary(program, index.info, 'printf', sonames);
    const ldd = execFileSync('ldd', [program], { encoding: 'utf8' });
    const expected = /libc\.so\.6 => (\S+)/.exec(ldd)![1]!;
    expect(library?.soname).toBe('libc.so.6');
    expect(await realpath(library!.path)).toBe(await realpath(expected));
  });

  it('is none when no library has it or they are missing', async () => {
    expect(await definingLibrary(program, index.info, 'no_such_symbol')).toBeUndefined();
    const away = fixtures.path('away');
    mkdirSync(away);
    renameSync(fixtures.path('libversions.so.1'), `${away}/libversions.so.1`);
    const missing = await definingLibrary(program, index.info, 'library_default');
    renameSync(`${away}/libversions.so.1`, fixtures.path('libversions.so.1'));
    expect(missing).toBeUndefined();
  });
});

describe("the loader's cache", () => {
  it('has the paths that ldconfig prints', async () => {
    const cache = await readFile('/etc/ld.so.cache');
    const printed = execFileSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
    const entries = [...printed.matchAll(/^\t(\S+) \(.*\) => (.+)$/gm)];
    expect(entries.length).toBeGreaterThan(10);
    for (const [, soname, path] of entries) {
      expect(cachedPaths(cache, soname!)).toContain(path);
    }
  });

  it('has none when it is damaged', async () => {
    const cache = await readFile('/etc/ld.so.cache');
    const start = cache.indexOf('glibc-ld.so.cache');
    expect(cachedPaths(cache.subarray(0, start + 30), 'libc.so.6')).toEqual([]);
    expect(cachedPaths(Buffer.from('text'), 'libc.so.6')).toEqual([]);
    expect(cachedPaths(cache.subarray(0, start + 4000), 'libc.so.6')).toEqual([]);
  });
});
