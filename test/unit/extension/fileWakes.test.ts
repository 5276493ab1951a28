import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileWakes } from '../../../src/extension/session/fileWakes';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { until } from '../../rigs/poll';
import { helperProbe, userRequest } from './support/sampleProbes';

describe('a watch on probed files', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'probescope-wakes-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('tells of writing over and of replacing, once for many', async () => {
    const path = join(folder, 'program');
    await writeFile(path, 'one');
    const store = new ProbeStore();
    let woken = 0;
    const wakes = new FileWakes(store, () => woken++);
    store.add([{ request: userRequest('f', {}, path), probe: helperProbe(1) }]);

    for (let writing = 0; writing < 20; writing++) {
      await writeFile(path, `two ${writing}`);
    }
    await until('the writing is told', () => Promise.resolve(woken > 0));
    expect(woken).toBeLessThan(10);

    const before = woken;
    await writeFile(join(folder, 'next'), 'three');
    await rename(join(folder, 'next'), path);
    await until('the replacing is told', () => Promise.resolve(woken > before));
    // The look that follows changes the store, and with that the new file is watched.
    store.setFileStates(new Map([[1, { state: 'replaced', builtAt: 1 }]]));
    const replaced = woken;
    await writeFile(path, 'four');
    await until('the new file is watched', () => Promise.resolve(woken > replaced));
    wakes.dispose();
  });

  it('tells of the file of a process, where its path leads there for us', async () => {
    const path = join(folder, 'reached');
    await writeFile(path, 'one');
    const store = new ProbeStore();
    let woken = 0;
    const wakes = new FileWakes(store, () => woken++);
    const request = userRequest('f', {}, `/proc/${process.pid}/root${path}`);
    const target = { ...request.target, process: { pid: process.pid, start: '0x1' } };
    store.add([{ request: { ...request, target }, probe: helperProbe(1) }]);
    await writeFile(path, 'two');
    await until('the writing is told', () => Promise.resolve(woken > 0));
    wakes.dispose();
  });

  it('does without where there is no file', () => {
    const store = new ProbeStore();
    const wakes = new FileWakes(store, () => undefined);
    store.add([{ request: userRequest('f', {}, join(folder, 'none')), probe: helperProbe(1) }]);
    expect(() => wakes.dispose()).not.toThrow();
  });
});
