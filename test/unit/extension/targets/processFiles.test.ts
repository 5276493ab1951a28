import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, stat, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { userSymbol } from '../../../../src/extension/binaries/userSymbol';
import { CopyFolder } from '../../../../src/extension/targets/copyFolder';
import {
  ownFiles,
  processId,
  type ProcessFile,
} from '../../../../src/extension/targets/processFile';
import { ProcessFiles } from '../../../../src/extension/targets/processFiles';
import { listProcesses, type ProcessInfo } from '../../../../src/processes/processList';
import type { ProcessId } from '../../../../src/protocol/processFiles';
import { toHex64 } from '../../../../src/protocol/scalars';
import { FakeHelper } from '../support/fakeHelper';

const quiet = { signal: new AbortController().signal, progress: () => undefined };

let folder: string;
let program: string;
let child: ChildProcess;
let process: ProcessInfo;
let id: ProcessId;
let files: ProcessFiles;
let helper: FakeHelper;

/** The helper would read any file of the process; here it is always this text. */
const TEXT = Buffer.from('what root read');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probescope-reach-'));
  program = join(folder, 'app');
  await copyFile('/bin/cat', program);
  const cat = spawn(program, { stdio: ['pipe', 'pipe', 'ignore'] });
  child = cat;
  // What it echoes proves that it runs, and so that the exec is over.
  const echoed = once(cat.stdout, 'data');
  cat.stdin.write('x');
  await echoed;
  process = (await listProcesses()).processes.find(({ pid }) => pid === child.pid)!;
  id = processId(process);
  helper = new FakeHelper({
    openMapped: () => ({ file: 1, size: toHex64(BigInt(TEXT.length)), mtime: '0x9' }),
    readMapped: () => ({ data: TEXT.toString('base64') }),
    closeMapped: () => ({}),
    mappedFiles: () => ({
      otherMounts: true,
      files: [
        { path: '/lib/a.so', device: '0x1', inode: '0x2', deleted: false, program: false },
        { path: '/lib/a.so', device: '0x1', inode: '0x3', deleted: true, program: false },
      ],
    }),
  });
  const access = { connected: () => Promise.resolve(helper) };
  files = new ProcessFiles(new CopyFolder(join(folder, 'copies')), access);
});
afterEach(async () => {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
  files.dispose();
  await rm(folder, { recursive: true });
});

describe('a file that a process runs', () => {
  it('is read at its own path where that is the file', async () => {
    const [own] = await ownFiles(process);
    expect(own).toMatchObject({ path: program, program: true, deleted: false });
    expect(await files.reach(id, own!, 'pid 7', quiet)).toBe(program);
    expect(files.get(program)).toBeUndefined();
    expect(helper.asked).toEqual([]);
  });

  it('is copied without root when it is the program of a process of ours that was deleted', async () => {
    const { dev, ino } = await stat(program, { bigint: true });
    await unlink(program);
    await copyFile('/bin/true', program);
    const [own] = await ownFiles(process);
    expect(own).toMatchObject({ path: program, program: true, deleted: true });
    const copy = await files.reach(id, own!, 'pid 7, deleted', quiet);
    expect(copy).toMatch(/\/app · pid 7, deleted$/);
    expect((await readFile(copy)).equals(await readFile('/bin/cat'))).toBe(true);
    expect((await stat(copy)).mode & 0o777).toBe(0o600);
    expect(files.get(copy)).toMatchObject({
      ...{ path: program, dev, inode: ino, where: 'pid 7, deleted' },
      process: id,
    });
    expect(helper.asked).toEqual([]);
    expect(await files.reach(id, own!, 'pid 7, deleted', quiet)).toBe(copy);
  });

  it('is copied by the helper where we may not look, by what the helper saw', async () => {
    const seen = { path: '/opt/x', device: 5n, inode: 6n, program: true, otherMounts: true };
    // Nobody's process: its program cannot be opened here.
    const other = { pid: 4_194_303, start: '0x1' };
    const copy = await files.reach(other, { ...seen, deleted: false }, 'in web-1', quiet);
    expect(await readFile(copy)).toEqual(TEXT);
    expect(files.get(copy)).toMatchObject({
      ...{ path: '/proc/4194303/root/opt/x', dev: 5n, inode: 6n, mtime: 9n, where: 'in web-1' },
      process: other,
    });
  });

  it('is asked for by the numbers that the helper has, not those of maps', async () => {
    const library: ProcessFile = { path: '/lib/a.so', inode: 77n, deleted: true, program: false };
    const copy = await files.reach(id, library, 'pid 7, deleted', quiet);
    expect(helper.asked.find(({ method }) => method === 'openMapped')?.params).toMatchObject({
      device: '0x1',
      inode: '0x3',
    });
    expect(files.get(copy)?.path).toBe('/lib/a.so');
    // A second function of the same file, and a probe that is shown again.
    expect(await files.reach(id, library, 'pid 7, deleted', quiet)).toBe(copy);
    const { path, dev: device, inode, where } = files.get(copy)!;
    const target = { ...{ path, device, inode, where, process: id }, symbol: 'f', isGo: false };
    const probed = { ...target, address: 1n, offset: 1n };
    expect(await files.reopen(probed, quiet)).toBe(copy);
    expect(helper.methods.filter(method => method === 'readMapped')).toHaveLength(1);
    const gone = { ...library, path: '/lib/b.so' };
    await expect(files.reach(id, gone, 'pid 7', quiet)).rejects.toMatchObject({
      code: 'notMapped',
    });
  });

  it('is what a probe is asked for: the process, and the file itself instead of the copy', () => {
    const origin = {
      ...{ path: '/opt/x', dev: 5n, inode: 6n, mtime: 9n, where: 'in web-1' },
      process: { pid: 7, start: '0x1' },
    };
    const info = { dev: 5n, inode: 6n, mtime: 9n, size: 10n, isGo: false, origin };
    const row = { name: 'work', fileOffset: 0x10n, address: 0x10n, size: 4n, section: '.text' };
    const target = userSymbol('/copies/1/x', info as never, row as never);
    expect(target).toMatchObject({
      ...{ path: '/opt/x', device: 5n, inode: 6n, where: 'in web-1' },
      process: { pid: 7, start: '0x1' },
    });
  });
});
