import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settledFile } from '../../../../src/extension/rearm/settledFile';

const PACE = { quiet: 200, step: 10 };
const ELF = Buffer.from('\x7fELF');

describe('a file that is being built', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'probescope-settled-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is finished once nothing was written for a while, and each build has its own name', async () => {
    const path = join(folder, 'grows');
    await writeFile(path, ELF);
    const began = performance.now();
    let writings = 0;
    const writer = setInterval(() => {
      writings++;
      void writeFile(path, Buffer.concat([ELF, Buffer.alloc(writings)]));
    }, 30);
    setTimeout(() => clearInterval(writer), 300);
    const first = await settledFile(
      () => Promise.resolve(path),
      () => true,
      PACE,
    );
    expect(performance.now() - began).toBeGreaterThan(450);
    expect(writings).toBeGreaterThan(3);
    await writeFile(join(folder, 'next'), ELF);
    await rename(join(folder, 'next'), path);
    const second = await settledFile(
      () => Promise.resolve(path),
      () => true,
      PACE,
    );
    expect(second).toEqual(expect.any(String));
    expect(second).not.toBe(first);
  });

  it('is waited for while it is missing or no ELF, until it is no longer wanted', async () => {
    const path = join(folder, 'absent');
    setTimeout(() => void writeFile(path, 'not yet'), 50);
    setTimeout(() => void writeFile(path, ELF), 250);
    const began = performance.now();
    expect(
      await settledFile(
        () => Promise.resolve(path),
        () => true,
        PACE,
      ),
    ).toEqual(expect.any(String));
    expect(performance.now() - began).toBeGreaterThan(430);

    let looks = 0;
    const missing = settledFile(
      () => Promise.resolve(join(folder, 'never')),
      () => ++looks < 5,
      PACE,
    );
    expect(await missing).toBeUndefined();
  });
});
