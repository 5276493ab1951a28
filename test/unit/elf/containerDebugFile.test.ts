import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realPath, rootedPath } from '../../../src/elf/rootedPath';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import { until } from '../../rigs/poll';
import { skipUnless } from '../../rigs/precondition';
import { Fixtures } from './support/fixtures';

const fixtures = new Fixtures();
let root = '';

beforeAll(() => {
  root = fixtures.path('root');
  // As in images: /bin is a link, and one that begins with a slash.
  mkdirSync(join(root, 'usr/bin'), { recursive: true });
  symlinkSync('/usr/bin', join(root, 'bin'));
  symlinkSync('../bin/endless', join(root, 'usr/current'));
  symlinkSync('/loop', join(root, 'loop'));
});
afterAll(() => fixtures.remove());

describe('a path through /proc', () => {
  it('is split into the root of the process and the path below', async () => {
    expect(await rootedPath('/proc/12/root/usr/bin/ls')).toEqual({
      root: '/proc/12/root',
      path: '/usr/bin/ls',
    });
    expect(await rootedPath('/proc/12/root')).toEqual({ root: '/proc/12/root', path: '/' });
    const { pid } = process;
    expect(await rootedPath(`/proc/${pid}/exe`)).toEqual({
      root: `/proc/${pid}/root`,
      path: readlinkSync(`/proc/${pid}/exe`),
    });
    for (const path of ['/proc/12/rooted', '/proc/cpuinfo', '/usr/proc/12/root/a']) {
      expect(await rootedPath(path)).toEqual({ root: '', path });
    }
  });

  it('has its links followed below that root', async () => {
    expect(await realPath({ root, path: '/bin/endless' })).toBe('/usr/bin/endless');
    expect(await realPath({ root, path: '/usr/current' })).toBe('/usr/bin/endless');
    expect(await realPath({ root, path: '/../../bin/x' })).toBe('/usr/bin/x');
    expect(await realPath({ root, path: '/loop/x' })).toBe('/loop/x');
  });
});

describe('the debug file of a program in a container', () => {
  let child: ChildProcess | undefined;
  afterAll(() => child?.kill());

  it('is found below the root of the container', async ctx => {
    skipUnless(ctx, process.getuid?.() === 0, 'only root may change the root of a process');
    const endless = fixtures.gcc('endless', ['freestanding.c'], '-static', '-nostdlib');
    const debug = join(root, 'usr/lib/debug/usr/bin/endless.debug');
    mkdirSync(dirname(debug), { recursive: true });
    copyFileSync(fixtures.objcopy(endless, 'endless.debug', '--only-keep-debug'), debug);
    fixtures.objcopy(
      endless,
      'root/usr/bin/endless',
      '--strip-all',
      `--add-gnu-debuglink=${debug}`,
    );

    child = spawn('chroot', [root, '/bin/endless'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const proc = `/proc/${child.pid}`;
    await until('the program runs', () => readlinkSync(`${proc}/exe`).endsWith('endless'));

    const expected = `${proc}/root/usr/lib/debug/usr/bin/endless.debug`;
    const open = async (path: string, beside?: string): Promise<string | undefined> => {
      const places = { folders: [], ...(beside && { beside }) };
      return (await SymbolIndex.open(path, undefined, places)).counts.debugFile;
    };
    expect(await open(`${proc}/root/usr/bin/endless`)).toBe(expected);
    expect(await open(`${proc}/exe`)).toBe(expected);
    // A copy of it knows nothing of where it came from.
    const copy = fixtures.path('copies/endless');
    mkdirSync(dirname(copy));
    copyFileSync(join(root, 'usr/bin/endless'), copy);
    expect(await open(copy)).toBeUndefined();
    expect(await open(copy, `${proc}/root/bin/endless`)).toBe(expected);
  });
});
