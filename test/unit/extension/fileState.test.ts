import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateFileStates } from '../../../src/extension/session/fileState';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { helperProbe, kernelReturn, userRequest } from './support/sampleProbes';

describe('the file of a probe', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'probescope-file-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is the same until it is rebuilt or deleted', async () => {
    const path = join(folder, 'program');
    await writeFile(path, 'one');
    const { dev: device, ino: inode } = await stat(path, { bigint: true });
    const target = { ...userRequest('f').target, path, device, inode };
    const store = new ProbeStore();
    store.add([
      { request: userRequest('f', { target }), probe: helperProbe(1) },
      { request: kernelReturn, probe: helperProbe(2) },
    ]);
    const states: (string | undefined)[] = [];
    const look = async (): Promise<void> => {
      await updateFileStates(store);
      states.push(store.get(1)?.file);
    };
    await look();
    await writeFile(join(folder, 'new'), 'two');
    await rename(join(folder, 'new'), path);
    await look();
    await rm(path);
    await look();
    expect(states).toEqual(['same', 'replaced', 'gone']);
    expect(store.get(2)?.file).toBeUndefined();
  });
});
