import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectEnvironment, type Traces } from '../../../src/elevation/environment';
import { chooseInterpreter, isRootOwned, thisHost } from '../../../src/elevation/interpreter';
import { cleanEnvironment } from '../../../src/elevation/launch/cleanEnvironment';
import { ownIdentity, processIdentity } from '../../../src/elevation/processIdentity';
import { hasNoNewPrivs, refuseWithoutSetuid } from '../../../src/elevation/setuid';
import { userEnvironment } from '../../../src/elevation/strategies/ownCommand';
import { dialogOf } from '../../../src/elevation/strategies/pkexec';
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
    const [flatpak, elsewhere] = [status, join(folder, 'nothing')];
    expect(await refuseWithoutSetuid(elsewhere, status)).toMatchObject({ code: 'noNewPrivs' });
    expect(await refuseWithoutSetuid(flatpak, status)).toMatchObject({ code: 'flatpak' });
    await writeFile(status, stdout.replace(/NoNewPrivs:\t1/, 'NoNewPrivs:\t0'));
    expect(await hasNoNewPrivs(status)).toBe(false);
    expect(await refuseWithoutSetuid(elsewhere, status)).toBeUndefined();
    expect(await refuseWithoutSetuid(flatpak, status)).toMatchObject({ code: 'flatpak' });
  });
});

it('says of the password dialog that it needs a desktop, where none is seen', () => {
  expect(dialogOf({ DISPLAY: ':0' })).toMatch(/dialog of the desktop/);
  expect(dialogOf({ WAYLAND_DISPLAY: 'wayland-0' })).toMatch(/dialog of the desktop/);
  expect(dialogOf({ SSH_CONNECTION: '::1' })).toMatch(/no desktop is seen.*terminal/);
});

describe('where VS Code runs', () => {
  const desktop: Traces = {
    env: {},
    execPath: '/usr/share/code/code',
    kernel: '6.1.0-18-amd64',
    remote: undefined,
    exists: () => Promise.resolve(false),
  };
  const files = (...there: string[]): Pick<Traces, 'exists'> => ({
    exists: path => Promise.resolve(there.includes(path)),
  });
  const wsl2 = { kernel: '5.15.153.1-microsoft-standard-WSL2' };

  it.each<[string, Partial<Traces>]>([
    ['plain', {}],
    ['plain', { env: { SNAP: '/snap/firefox/1' } }],
    ['snap', { env: { SNAP: '/snap/code/1' }, execPath: '/snap/code/1/usr/share/code/code' }],
    ['snap', { execPath: '/var/lib/snapd/snap/code/1/usr/share/code/code' }],
    ['appImage', { env: { APPIMAGE: '/home/x/code.AppImage' }, execPath: '/tmp/.mount_c/code' }],
    ['flatpak', { ...files('/.flatpak-info'), execPath: '/app/extra/vscode/code' }],
    ['remote', { remote: 'ssh-remote' }],
    ['remote', { remote: 'tunnel' }],
    ['codeServer', { remote: 'localhost:8080' }],
    ['wsl', { ...wsl2, remote: 'wsl' }],
    ['wsl', { kernel: '6.6.0-own', env: { WSL_DISTRO_NAME: 'Debian' } }],
    ['wsl1', { kernel: '4.4.0-19041-Microsoft', remote: 'wsl' }],
    ['container', { remote: 'dev-container' }],
    ['container', { ...files('/.dockerenv'), ...wsl2 }],
    ['container', { ...files('/run/.containerenv') }],
    ['container', { env: { CODESPACES: 'true' }, remote: 'codespaces' }],
  ])('is found out: %s by %j', async (environment, traces) => {
    expect(await detectEnvironment({ ...desktop, ...traces })).toBe(environment);
  });
});
