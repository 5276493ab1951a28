import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyMapped, type CopyPlace } from '../../../../src/extension/targets/copyMapped';
import { HelperError } from '../../../../src/protocol/helperError';
import { MAX_READ } from '../../../../src/protocol/processFiles';
import { FakeHelper } from '../support/fakeHelper';

const BYTES = randomBytes(20 * MAX_READ + 5);
const INODE = { process: { pid: 7, start: '0x1' }, device: 1n, inode: 2n };

let folder: string;
let copy: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probescope-copy-'));
  copy = join(folder, 'copy');
  askedWith = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** Reads from memory what the helper reads from the process's file. */
function helper(readOne: (at: number) => void = () => undefined): FakeHelper {
  return new FakeHelper({
    openMapped: () => ({ file: 3, size: `0x${BYTES.length.toString(16)}`, mtime: '0x5' }),
    readMapped: ({ offset, length }) => {
      const at = Number(offset);
      readOne(at);
      return { data: BYTES.subarray(at, at + length).toString('base64') };
    },
    closeMapped: () => ({}),
  });
}

let askedWith: bigint[] = [];
const here = (mtime: bigint): Promise<CopyPlace> => {
  askedWith.push(mtime);
  return Promise.resolve({ path: copy, isThere: false });
};

const quiet = { signal: new AbortController().signal, progress: () => undefined };

describe('a copy of what a process runs', () => {
  it('has the same bytes, is ours alone, and tells how far it is', async () => {
    const fake = helper();
    const told: number[] = [];
    const progress = (done: number, total: number): void => {
      expect(total).toBe(BYTES.length);
      told.push(done);
    };
    await copyMapped(fake, INODE, here, { ...quiet, progress });
    expect(askedWith).toEqual([5n]);
    const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
    expect(hash(await readFile(copy))).toBe(hash(BYTES));
    expect((await stat(copy)).mode & 0o777).toBe(0o600);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(BYTES.length);
    expect(fake.asked[0]).toEqual({
      method: 'openMapped',
      params: { process: INODE.process, device: '0x1', inode: '0x2' },
    });
    expect(fake.methods.at(-1)).toBe('closeMapped');
  });

  it('is not made where it is there already', async () => {
    const fake = helper();
    const there = { path: copy, isThere: true };
    await copyMapped(fake, INODE, () => Promise.resolve(there), quiet);
    expect(fake.methods).toEqual(['openMapped', 'closeMapped']);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not left half done: an error ends it and closes the file', async () => {
    const fake = helper(at => {
      if (at > 10 * MAX_READ) {
        throw new HelperError({ code: 'io', message: 'no' });
      }
    });
    await expect(copyMapped(fake, INODE, here, quiet)).rejects.toMatchObject({ code: 'io' });
    expect(await readdir(folder)).toEqual([]);
    expect(fake.methods.at(-1)).toBe('closeMapped');
    // What was under way is answered, nothing more is asked.
    expect(fake.methods.filter(method => method === 'readMapped').length).toBeLessThan(20);
  });

  it('ends when it is cancelled', async () => {
    const abort = new AbortController();
    const fake = helper(at => {
      if (at > 5 * MAX_READ) {
        abort.abort();
      }
      if (abort.signal.aborted) {
        throw new HelperError({ code: 'cancelled', message: 'stopped' });
      }
    });
    const copying = { ...quiet, signal: abort.signal };
    await expect(copyMapped(fake, INODE, here, copying)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
