import { openSync, closeSync } from 'node:fs';
import {
  appendFile,
  mkdtemp,
  open,
  readFile,
  rename,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeptFile } from '../../../src/helper/keptFile';

let folder: string;
let path: string;
let kept: KeptFile;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probescope-kept-'));
  path = join(folder, 'program');
  await writeFile(path, 'code');
  // Long ago, so that a write now is another time whatever the file system's resolution.
  await utimes(path, 1, 1);
  const fd = openSync(path, 'r');
  kept = KeptFile.of(`/proc/self/fd/${fd}`);
  closeSync(fd);
});
afterEach(async () => {
  kept.close();
  await rm(folder, { recursive: true });
});

describe('a file kept open', () => {
  it('is unchanged by who reads it, moves it, puts another in its place or deletes it', async () => {
    await readFile(path);
    expect(kept.isUnchanged()).toBe(true);
    await rename(path, `${path}.old`);
    await writeFile(path, 'other');
    expect(kept.isUnchanged()).toBe(true);
    await rm(`${path}.old`);
    expect(kept.isUnchanged()).toBe(true);
  });

  it('is changed when it grows', async () => {
    await appendFile(path, 'more');
    expect(kept.isUnchanged()).toBe(false);
  });

  it('is changed when it is written over, of the same size', async () => {
    const file = await open(path, 'r+');
    await file.write('CODE');
    await file.close();
    expect(kept.isUnchanged()).toBe(false);
  });
});
