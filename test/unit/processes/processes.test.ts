import { build } from 'esbuild';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { mappedExecutables } from '../../../src/processes/mappedFiles';
import { listProcesses } from '../../../src/processes/processList';
import { parseStat } from '../../../src/processes/processStat';

const folder = mkdtempSync(join(tmpdir(), 'probescope-processes-'));
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    const ended = new Promise(resolve => child.once('exit', resolve));
    if (child.exitCode === null && child.kill('SIGKILL')) {
      await ended;
    }
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts a private copy of `cat`, which waits for its input; resolves once it maps its code. */
async function start(name: string): Promise<{ pid: number; path: string; child: ChildProcess }> {
  const path = join(folder, name);
  copyFileSync('/bin/cat', path);
  const child = spawn(path, { stdio: ['pipe', 'pipe', 'ignore'] });
  children.push(child);
  // What it echoes proves that it runs, and so that the exec is over.
  const echoed = new Promise(resolve => child.stdout.once('data', resolve));
  child.stdin.write('x');
  await echoed;
  return { pid: child.pid!, path, child };
}

describe('the list of processes', () => {
  it('has what ps says of a process, with any name', async () => {
    const names = ['plain', 'a) R 1 (b', 'new\nline'];
    const started = await Promise.all(names.map(start));
    const { processes } = await listProcesses();
    for (const { pid, path } of started) {
      const found = processes.find(process => process.pid === pid);
      const [user, since] = execFileSync('ps', ['-o', 'user:32=,etimes=', '-p', String(pid)], {
        encoding: 'utf8',
      })
        .trim()
        .split(/\s+/);
      expect(found).toMatchObject({ exe: path, uid: process.getuid?.(), user });
      expect(found!.name).toBe(path.slice(folder.length + 1));
      expect(Math.abs(Date.now() - found!.startTime - 1000 * Number(since))).toBeLessThan(3000);
    }
  });

  it('has no kernel threads', async () => {
    const { processes } = await listProcesses();
    const kernel = execFileSync('ps', ['--ppid', '2', '-p', '2', '-o', 'pid=,comm='], {
      encoding: 'utf8',
    });
    const threads = [...kernel.matchAll(/^\s*(\d+) (kthreadd|kworker|ksoftirqd)/gm)];
    expect(processes.map(({ pid }) => pid)).toContain(process.pid);
    for (const [, pid] of threads) {
      expect(processes.map(p => p.pid)).not.toContain(Number(pid));
    }
  });

  it('knows a kernel thread by its flag', () => {
    const line = (flags: number): Buffer =>
      Buffer.from(`2 (kthreadd) S 0 0 0 0 -1 ${flags} 0 0 0 0 0 0 0 0 20 0 1 0 3 0 0`);
    expect(parseStat(line(0x208040))).toEqual({
      name: 'kthreadd',
      isKernelThread: true,
      startTicks: 3,
    });
    expect(parseStat(line(0x400040)).isKernelThread).toBe(false);
  });

  it('counts what it may not look into, and leaves out what ended', async () => {
    // A proc tree of its own: root could look into all of the real one.
    const proc = join(folder, 'proc');
    mkdirSync(join(proc, '41'), { recursive: true });
    mkdirSync(join(proc, '42'));
    writeFileSync(join(proc, 'stat'), 'cpu 1\nbtime 1000\n');
    writeFileSync(
      join(proc, '41/stat'),
      '41 (secret) S 1 0 0 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 250 0',
    );
    const list = await listProcesses(proc);
    expect(list.unreadable).toBe(1);
    expect(list.processes).toMatchObject([{ pid: 41, name: 'secret', startTime: 1_002_500 }]);
    expect(list.processes[0]).not.toHaveProperty('exe');
  });
});

describe('what a process maps', () => {
  it('is its program and libraries, with their inodes', async () => {
    const { pid, path } = await start('mapped');
    const { dev, ino } = statSync(path, { bigint: true });
    const files = await mappedExecutables(pid);
    expect(files).toContainEqual({ path, dev, inode: ino, deleted: false, executable: true });
    expect(files.some(file => String(file.path).endsWith('libc.so.6'))).toBe(true);
  });

  it('is a deleted file once it was removed', async () => {
    const { pid, path } = await start('removed');
    rmSync(path);
    expect(await mappedExecutables(pid)).toContainEqual(
      expect.objectContaining({ path, deleted: true }),
    );
  });

  it('is not told of a process that ended', async () => {
    const { pid, child } = await start('ended');
    const exit = new Promise(resolve => child.once('exit', resolve));
    child.stdin!.end();
    await exit;
    await expect(mappedExecutables(pid)).rejects.toMatchObject({ code: 'ended' });
  });

  it('is denied for another user and counted', async () => {
    const { pid } = await start('others');
    const { code, unseen } = await askAsOrdinaryUser(pid);
    expect(code).toBe('denied');
    expect(unseen).toBeGreaterThan(0);
  });
});

/** What mappedExecutables and fileMappers say to a user who is not root and not the owner. */
async function askAsOrdinaryUser(pid: number): Promise<{ code: string; unseen: number }> {
  const script = join(folder, 'ask.mjs');
  await build({
    stdin: {
      contents: `
        import { fileMappers } from './fileMappers';
        import { mappedExecutables } from './mappedFiles';
        const pid = Number(process.argv[2]);
        const code = await mappedExecutables(pid).then(() => 'allowed', error => error.code);
        const { unseen } = await fileMappers([{ path: '/x', device: 0n, inode: 1n }]);
        console.log(JSON.stringify({ code, unseen }));`,
      resolveDir: join(import.meta.dirname, '../../../src/processes'),
    },
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
  // Root becomes nobody; anyone else is one already, and asks about root's first process.
  const isRoot = process.getuid?.() === 0;
  chmodSync(folder, 0o755);
  const output = execFileSync(process.execPath, [script, String(isRoot ? pid : 1)], {
    encoding: 'utf8',
    cwd: '/',
    ...(isRoot && { uid: 65534, gid: 65534 }),
  });
  return JSON.parse(output) as { code: string; unseen: number };
}
