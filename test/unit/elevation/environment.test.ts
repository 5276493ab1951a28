import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseInterpreter, isRootOwned, thisHost } from '../../../src/elevation/interpreter';
import { cleanEnvironment } from '../../../src/elevation/launch/cleanEnvironment';
import { hasNoNewPrivs } from '../../../src/elevation/noNewPrivs';
import { ownIdentity, processIdentity } from '../../../src/elevation/processIdentity';
import { userEnvironment } from '../../../src/elevation/strategies/ownCommand';
import { command } from '../../rigs/command';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probescope-environment-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('cleanEnvironment', () => {
  it('takes over nothing that changes what a program does', () => {
    const env = cleanEnvironment({
      HOME: '/home/x',
      DISPLAY: ':0',
      SHELL: '/nix/store/fish',
      LC_TIME: 'de_DE/../%s',
      TERM: '../x',
      LD_PRELOAD: '/tmp/evil.so',
      NODE_OPTIONS: '--require /tmp/evil.js',
      BASH_ENV: '/tmp/evil',
      PATH: '/tmp/evil',
    });
    expect(env).toEqual({
      HOME: '/home/x',
      DISPLAY: ':0',
      LC_ALL: 'C',
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    });
  });

  it('leaves the own command all but what VS Code added', () => {
    expect(
      userEnvironment({
        SSH_AUTH_SOCK: '/s',
        VSCODE_PID: '1',
        ELECTRON_RUN_AS_NODE: '1',
        NODE_OPTIONS: '-r x',
      }),
    ).toEqual({ SSH_AUTH_SOCK: '/s' });
  });
});

describe('chooseInterpreter', () => {
  const host = { execPath: process.execPath, electron: false, appImage: false };

  it('takes the program that runs, as Electron where it is that', async () => {
    expect(await chooseInterpreter(undefined, host)).toMatchObject({
      path: process.execPath,
      electron: false,
    });
    expect(await chooseInterpreter('', { ...host, electron: true })).toMatchObject({
      electron: true,
    });
  });

  it('takes the setting before it', async () => {
    const node = join(folder, 'my node');
    await copyFile('/bin/true', node);
    await chmod(node, 0o755);
    expect(await chooseInterpreter(node, { ...host, electron: true })).toEqual({
      path: node,
      electron: false,
      rootOwned: false,
    });
  });

  it('takes a Node of the system in an AppImage, whose own root cannot read, if there is one', async () => {
    expect(thisHost({ APPIMAGE: '/home/x/code.AppImage' }).appImage).toBe(true);
    expect(thisHost({ SNAP: '/snap/code/1' }).appImage).toBe(false);
    const mounted = { execPath: '/tmp/.mount_code/code', electron: true, appImage: true };
    const nodes = ['/does/not/exist', '/etc/passwd', '/bin/true'];
    expect(await chooseInterpreter('', mounted, nodes)).toMatchObject({
      path: '/bin/true',
      electron: false,
    });
    expect(await chooseInterpreter('', mounted, [])).toMatchObject({ path: mounted.execPath });
    const installed = { ...mounted, appImage: false };
    expect(await chooseInterpreter('', installed, nodes)).toMatchObject({
      path: mounted.execPath,
    });
  });

  it.each(['node', '/usr/bin/../bin/env', '/does/not/exist', '/etc/passwd', '/usr/bin'])(
    'refuses the setting %s',
    async setting => {
      await expect(chooseInterpreter(setting, host)).rejects.toMatchObject({ code: 'interpreter' });
    },
  );

  it('calls a file root-owned only if no one else can replace it', async () => {
    expect(await isRootOwned('/usr/bin/env')).toBe(true);
    expect(await isRootOwned('/does/not/exist')).toBe(false);
    await mkdir(join(folder, 'open'));
    await writeFile(join(folder, 'open/file'), '');
    expect(await isRootOwned(join(folder, 'open/file'))).toBe(false);
    await symlink('/usr/bin/env', join(folder, 'link'));
    expect(await isRootOwned(join(folder, 'link'))).toBe(false);
  });
});

describe('processIdentity', () => {
  it('reads this process', async () => {
    const own = await ownIdentity();
    expect(own.pid).toBe(process.pid);
    expect(own.startTime).toMatch(/^\d+$/);
  });

  it('is not misled by a name with parentheses, and does not see a zombie', async () => {
    const program = join(folder, 'a) Z 1 (b');
    await copyFile('/bin/sleep', program);
    await chmod(program, 0o755);
    const child = spawn(program, ['30'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const found = await processIdentity(child.pid ?? 0);
    const own = await ownIdentity();
    expect(BigInt(found?.startTime ?? 0)).toBeGreaterThanOrEqual(BigInt(own.startTime));
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(await processIdentity(child.pid ?? 0)).toBeUndefined();
  });
});

describe('hasNoNewPrivs', () => {
  it('reads what the kernel says of a process that has it', async () => {
    const status = join(folder, 'status');
    const { stdout } = await command(['setpriv', '--no-new-privs', 'cat', '/proc/self/status']);
    await writeFile(status, stdout);
    expect(await hasNoNewPrivs(status)).toBe(true);
    await writeFile(status, stdout.replace(/NoNewPrivs:\t1/, 'NoNewPrivs:\t0'));
    expect(await hasNoNewPrivs(status)).toBe(false);
  });
});
