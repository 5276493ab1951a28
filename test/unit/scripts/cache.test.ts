import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lock, prepared } from '../../../scripts/cache.mjs';

const CACHE = new URL('../../../scripts/cache.mjs', import.meta.url).href;

describe('the cache of prepared things', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'probescope-cache-'));
    vi.stubEnv('PROBESCOPE_CACHE', root);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(root, { recursive: true });
  });

  it('prepares a thing once, and anew when what it depends on changes', async () => {
    const fill = vi.fn((folder: string) => writeFile(join(folder, 'content'), 'ready'));
    const first = await prepared('thing', ['a', 'b'], fill);
    expect(await prepared('thing', ['a', 'b'], fill)).toBe(first);
    expect(fill).toHaveBeenCalledTimes(1);
    expect(await readFile(join(first, 'content'), 'utf8')).toBe('ready');
    // Not the same as ['a', 'b']: the inputs are hashed one by one.
    expect(await prepared('thing', ['ab'], fill)).not.toBe(first);
  });

  it('leaves nothing under the name of a thing that could not be prepared', async () => {
    const failing = prepared('thing', ['a'], () => Promise.reject(new Error('no network')));
    await expect(failing).rejects.toThrow('no network');
    const made = await prepared('thing', ['a'], folder => writeFile(join(folder, 'whole'), ''));
    expect(await readdir(root)).toEqual([basename(made)]);
  });

  it('removes what a killed run left half made', async () => {
    await mkdir(join(root, '.partial-thing-x'));
    const made = await prepared('thing', ['a'], () => Promise.resolve());
    expect(await readdir(root)).toEqual([basename(made)]);
  });

  it('makes a thing once for two callers at the same time', async () => {
    const fill = vi.fn(() => Promise.resolve());
    await Promise.all([prepared('thing', [], fill), prepared('thing', [], fill)]);
    expect(fill).toHaveBeenCalledTimes(1);
  });

  it('holds a lock against another process until that one is killed', async () => {
    const script = join(root, 'holder.mjs');
    const name = join(root, 'lock');
    const hold = `import { lock } from ${JSON.stringify(CACHE)};
      await lock(${JSON.stringify(name)}); process.send('held'); setInterval(() => {}, 1000);`;
    await writeFile(script, hold);
    const holder = fork(script);
    await once(holder, 'message');
    let taken = false;
    const waiting = lock(name).then(release => {
      taken = true;
      return release;
    });
    // Two tries of the waiting one: it looks every 200 ms.
    await new Promise(resolve => setTimeout(resolve, 450));
    expect(taken).toBe(false);
    holder.kill('SIGKILL');
    (await waiting)();
    expect(taken).toBe(true);
  });
});
