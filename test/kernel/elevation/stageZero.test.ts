import { spawn } from 'node:child_process';
import {
  chmod,
  copyFile,
  mkdtemp,
  readFile,
  readdir,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HelperFile } from '../../../src/elevation/helperFile';
import { explainExit } from '../../../src/elevation/launch/explainExit';
import { STAGE_ZERO, stageZeroCommand } from '../../../src/elevation/launch/stageZero';
import { sudoPromptCommand } from '../../../src/elevation/sudoPrompt/quoting';
import type { CommandResult } from '../../rigs/command';
import { command } from '../../rigs/command';
import { needsRoot } from './needsRoot';

const SOURCE = `
  console.error(JSON.stringify({ args: process.argv.slice(2), env: process.env, cwd: process.cwd(),
    link: require('fs').readlinkSync('/proc/self/fd/0'), uid: process.getuid(),
    limits: require('fs').readFileSync('/proc/self/limits', 'latin1'),
    status: require('fs').readFileSync('/proc/self/status', 'latin1') }));
  console.log('lost');`;

interface Seen {
  args: string[];
  env: Record<string, string>;
  cwd: string;
  link: string;
  uid: number;
  status: string;
  limits: string;
}

/** Bits of `linux/capability.h`: DAC_OVERRIDE 1, DAC_READ_SEARCH 2, SETGID 6, SETUID 7, SYS_PTRACE 19, SYSLOG 34, CHECKPOINT_RESTORE 40. */
const KEPT = [1n, 2n, 6n, 7n, 19n, 34n, 40n].reduce((mask, bit) => mask | (1n << bit), 0n);

describe('stage 0, as root', () => {
  beforeEach(needsRoot);

  let folder: string;
  let file: string;
  const interpreter = { path: process.execPath, electron: false, rootOwned: true };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'probescope-stage-'));
    file = join(folder, 'helper.js');
    await writeFile(file, SOURCE);
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
    expect((await readdir('/run')).filter(name => name.startsWith('probescope-helper.'))).toEqual(
      [],
    );
  });

  async function run(
    change: Partial<Parameters<typeof stageZeroCommand>[0]> = {},
    env: NodeJS.ProcessEnv = {},
  ): Promise<CommandResult> {
    return command(
      stageZeroCommand({
        helperPath: file,
        sha256: new HelperFile(Buffer.from(SOURCE)).sha256,
        interpreter,
        helperArguments: ['--socket', '/a b/$c', "it's"],
        ...change,
      }),
      { env },
    );
  }

  it('is one line that sudo-prompt takes', () => {
    expect(STAGE_ZERO).not.toMatch(/[\r\n\0]/);
    expect(sudoPromptCommand([STAGE_ZERO])).toContain('mktemp');
  });

  it('runs the helper from an unlinked copy, with a built environment and no output of its own', async () => {
    const { code, stdout, stderr } = await run(
      {},
      { NODE_OPTIONS: '--title=x', LD_PRELOAD: '', BASH_ENV: file, PKEXEC_UID: '1000', HOME: '/x' },
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const seen = JSON.parse(stderr) as Seen;
    expect(seen.args).toEqual(['--socket', '/a b/$c', "it's"]);
    expect(seen.cwd).toBe('/');
    expect(seen.uid).toBe(0);
    expect(seen.link).toMatch(/^\/run\/probescope-helper\.\w{6} \(deleted\)$/);
    expect(seen.env).toEqual({
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      LANG: 'C.UTF-8',
      PKEXEC_UID: '1000',
    });
  });

  it('leaves the helper seven capabilities and no way to others', async () => {
    const { status } = JSON.parse((await run()).stderr) as Seen;
    const value = (name: string) => new RegExp(`^${name}:\\t(\\w+)$`, 'm').exec(status)?.[1] ?? '';
    const sets = ['CapPrm', 'CapEff', 'CapBnd', 'CapInh', 'CapAmb'].map(name => value(name));
    // A container may have given the test's own root less.
    const own = BigInt(
      `0x${/^CapBnd:\t(\w+)$/m.exec(await readFile('/proc/self/status', 'latin1'))?.[1] ?? ''}`,
    );
    const kept = (KEPT & own).toString(16).padStart(16, '0');
    const none = '0'.repeat(16);
    expect(sets).toEqual([kept, kept, kept, none, none]);
    expect(value('NoNewPrivs')).toBe('1');
  });

  it('removes the copy that one which was killed has left', async () => {
    const copy = '/run/probescope-helper.killed';
    await writeFile(copy, '');
    await utimes(copy, 0, 0);
    expect((await run()).code).toBe(0);
  });

  it('runs the helper with limits of its own, whatever those of its caller are', async () => {
    const [program, ...args] = stageZeroCommand({
      helperPath: file,
      sha256: new HelperFile(Buffer.from(SOURCE)).sha256,
      interpreter,
      helperArguments: [],
    });
    // Soft ones, as root of a container may not raise the others.
    const low = 't 9,f 0,s 256,n 16,v 600000'.split(',').map(limit => `ulimit -S -${limit}`);
    const script = `${low.join(' && ')} && exec "$0" "$@"`;
    const { stderr } = await command(['sh', '-c', script, program, ...args], { env: {} });
    const { limits } = JSON.parse(stderr) as Seen;
    const soft = (name: string) => new RegExp(`^Max ${name} +(\\S+)`, 'm').exec(limits)?.[1];
    expect(['cpu time', 'file size', 'address space'].map(soft)).toEqual(
      Array(3).fill('unlimited'),
    );
    expect(soft('stack size')).toBe('8388608');
    expect(Number(soft('open files'))).toBeGreaterThan(1000);
    expect(soft('core file size')).toBe('0');
  });

  it('tells Electron to be a Node', async () => {
    const { stderr } = await run({ interpreter: { ...interpreter, electron: true } });
    expect((JSON.parse(stderr) as Seen).env).toMatchObject({ ELECTRON_RUN_AS_NODE: '1' });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['was changed', () => writeFile(file, `${SOURCE} `)],
    ['is gone', () => rm(file)],
    ['is a directory', () => Promise.resolve((file = folder))],
    ['is a link to /etc/shadow', async () => rm(file).then(() => symlink('/etc/shadow', file))],
    ['is /dev/zero', () => Promise.resolve((file = '/dev/zero'))],
    [
      'has the right beginning, and more than a mebibyte',
      () => writeFile(file, Buffer.concat([Buffer.from(SOURCE), Buffer.alloc(1 << 20, 32)])),
    ],
    ['is empty', () => writeFile(file, '')],
  ])('exits with 97 and runs nothing if the file %s', async (_, tamper) => {
    await tamper();
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: 97, stdout: '' });
    expect(stderr).not.toContain('root:');
    expect(stderr).not.toContain('"args"');
  });

  it('says that /run is full where it is, which is no sign of a changed helper', async () => {
    const large = Buffer.concat([Buffer.from(SOURCE), Buffer.alloc(64 * 1024, 32)]);
    await writeFile(file, large);
    const argv = stageZeroCommand({
      helperPath: file,
      sha256: new HelperFile(large).sha256,
      interpreter,
      helperArguments: [],
    });
    const script =
      'mount -t tmpfs -o size=4k none /run && "$@"; code=$?; ls -A /run; umount /run; exit $code';
    const { code, stdout, stderr } = await command(
      ['unshare', '--mount', 'sh', '-c', script, 'sh', ...argv],
      { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } },
    );
    expect({ code, stdout }).toEqual({ code: 96, stdout: '' });
    expect(stderr).toContain('No space left on device');
    expect(explainExit({ exitCode: code, output: stderr })?.message).toContain('make room');
  });

  it('is not held up by a FIFO for ever, and cleans up after a signal', async () => {
    const fifo = join(folder, 'fifo');
    expect((await command(['mkfifo', fifo])).code).toBe(0);
    const [program, ...args] = stageZeroCommand({
      helperPath: fifo,
      sha256: '0',
      interpreter,
      helperArguments: [],
    });
    const child = spawn(program, args, { stdio: 'ignore', detached: true });
    // A writer gets through once stage 0 has opened the other end.
    expect((await command(['sh', '-c', ': >"$1"', 'sh', fifo])).code).toBe(0);
    const code = await new Promise(resolve => child.once('close', resolve));
    expect(code).toBe(97);
  });

  it.each<[string, () => Promise<string>]>([
    ['does not exist', () => Promise.resolve('/does/not/exist')],
    [
      'is not executable',
      async () =>
        copyFile('/bin/true', join(folder, 'node'))
          .then(() => chmod(join(folder, 'node'), 0o600))
          .then(() => join(folder, 'node')),
    ],
    ['is a directory', () => Promise.resolve('/usr')],
  ])('exits with 98 if the interpreter %s', async (_, make) => {
    const path = await make();
    expect((await run({ interpreter: { ...interpreter, path } })).code).toBe(98);
  });

  it('is POSIX shell', async () => {
    const [, , , ...rest] = stageZeroCommand({
      helperPath: file,
      sha256: new HelperFile(await readFile(file)).sha256,
      interpreter,
      helperArguments: [],
    });
    expect((await command(['/bin/dash', ...rest], { env: {} })).code).toBe(0);
    expect((await command(['/bin/dash', '-n', '-c', STAGE_ZERO])).code).toBe(0);
  });
});
