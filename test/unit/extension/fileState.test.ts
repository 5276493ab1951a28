import { copyFile, mkdtemp, open, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserAttachRequest } from '../../../src/extension/session/attachRequest';
import { thisExtensionHost } from '../../../src/extension/session/extensionHost';
import { FileStates, updateFileStates } from '../../../src/extension/session/fileState';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { toHex64 } from '../../../src/protocol/scalars';
import { helperProbe, kernelReturn, userRequest } from './support/sampleProbes';

/** Bytes of the pretended function and where it begins. */
const START = 8;
const SIZE = 4;

describe('the file of a probe', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'probescope-file-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is the same until it is rebuilt or deleted', async () => {
    const probe = await probeOn('rebuilt');
    const looks = [await probe.look()];
    await writeFile(join(folder, 'new'), 'two');
    await rename(join(folder, 'new'), probe.path);
    looks.push(await probe.look());
    await rm(probe.path);
    looks.push(await probe.look());
    expect(looks).toEqual(['same', 'replaced', 'gone']);
    expect(probe.store.get(2)?.file).toBeUndefined();
  });

  it('that was found by its process is what that process has at its path', async () => {
    const { pid, startTicks } = await thisExtensionHost();
    const probe = await probeOn('reached');
    const target = {
      ...probe.request.target,
      process: { pid, start: toHex64(BigInt(startTicks)) },
    };
    const look = async (more = {}): Promise<string> =>
      (await new FileStates().of({ ...probe.request, target: { ...target, ...more } })).state;
    const looks = [await look()];
    await writeFile(join(folder, 'new'), 'two');
    await rename(join(folder, 'new'), probe.path);
    looks.push(await look());
    // What has no name any more has not been rebuilt since.
    looks.push(await look({ deleted: true }));
    await rm(probe.path);
    looks.push(await look());
    expect(looks).toEqual(['same', 'replaced', 'same', 'gone']);
  });

  it('cannot be told once its process has ended, but where it is still at its path', async () => {
    const probe = await probeOn('ended');
    const process = { pid: 812, start: '0x1' };
    const look = async (more = {}): Promise<string> => {
      const target = { ...probe.request.target, process, ...more };
      return (await new FileStates().of({ ...probe.request, target })).state;
    };
    const looks = [await look()];
    await rm(probe.path);
    looks.push(await look(), await look({ deleted: true }));
    expect(looks).toEqual(['same', 'untold', 'gone']);
  });

  it('that is rebuilt is told with the time of the new one', async () => {
    const probe = await probeOn('timed');
    await writeFile(join(folder, 'later'), 'two');
    await utimes(join(folder, 'later'), 1_700_000_000, 1_700_000_000);
    await rename(join(folder, 'later'), probe.path);
    await probe.look();
    expect(probe.store.get(1)?.file).toEqual({ state: 'replaced', builtAt: 1_700_000_000_000 });
  });

  it('is overwritten where the function’s bytes are others, not where only its time is', async () => {
    const probe = await probeOn('inPlace');
    const looks = [await probe.look()];
    await utimes(probe.path, 1, 1);
    looks.push(await probe.look());
    await writeAt(probe.path, START + SIZE + 1 + 12, 'elsewhere');
    looks.push(await probe.look());
    await writeAt(probe.path, START + SIZE - 1, 'X');
    looks.push(await probe.look());
    await writeAt(probe.path, START + SIZE - 1, 'D');
    looks.push(await probe.look());
    expect(looks).toEqual(['same', 'same', 'same', 'overwritten', 'same']);
  });

  it('is overwritten where it was written before the code could be remembered', async () => {
    const probe = await probeOn('early');
    await utimes(probe.path, 1, 1);
    expect(await probe.look()).toBe('overwritten');
  });

  it('is overwritten by cp, which keeps the inode, and by being cut off', async () => {
    const probe = await probeOn('copied');
    const looks = [await probe.look()];
    await writeFile(join(folder, 'other'), 'a'.repeat(100));
    await copyFile(join(folder, 'other'), probe.path);
    looks.push(await probe.look());
    const file = await open(probe.path, 'r+');
    await file.truncate(2);
    await file.close();
    looks.push(await probe.look());
    expect(looks).toEqual(['same', 'overwritten', 'overwritten']);
  });

  it('is overwritten where one of several functions of a probe is', async () => {
    const probe = await probeOn('several', true, [{ symbol: 'g', address: 0n, offset: 36n }]);
    const looks = [await probe.look()];
    await writeAt(probe.path, 36, 'X');
    looks.push(await probe.look());
    expect(looks).toEqual(['same', 'overwritten']);
  });

  it('of which only the inode is known is judged by that', async () => {
    const probe = await probeOn('plain', false);
    const looks = [await probe.look()];
    await writeAt(probe.path, START, 'X');
    looks.push(await probe.look());
    expect(looks).toEqual(['same', 'same']);
  });

  async function probeOn(
    name: string,
    isSeen = true,
    more: NonNullable<UserAttachRequest['more']> = [],
  ) {
    const path = join(folder, name);
    await writeFile(path, `01234567ABCD${'.'.repeat(40)}`);
    const { dev: device, ino: inode, size, mtimeNs: mtime } = await stat(path, { bigint: true });
    const seen = { fileSize: size, mtime, size: BigInt(SIZE), section: '.text' };
    const place = { path, device, inode, offset: BigInt(START) };
    const target: UserAttachRequest['target'] = {
      ...{ ...userRequest('f').target, ...place },
      ...(isSeen ? { seen } : {}),
    };
    const store = new ProbeStore();
    const request = userRequest('f', { target, more });
    store.add([
      { request, probe: helperProbe(1) },
      { request: kernelReturn, probe: helperProbe(2) },
    ]);
    const states = new FileStates();
    const look = async (): Promise<string | undefined> => {
      await updateFileStates(store, states);
      return store.get(1)?.file?.state;
    };
    return { path, request, store, look };
  }
});

/** Writes into the file as it is: neither its inode nor its size changes. */
async function writeAt(path: string, at: number, text: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(text, at);
  await file.close();
  // Two writes may fall into one tick of the kernel's clock for files, some milliseconds long.
  await utimes(path, new Date(), new Date(Date.now() + at));
}
