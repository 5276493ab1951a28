import { execFileSync } from 'node:child_process';
import { appendFile, chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ACTION_FILE,
  ACTION_ID,
  INSTALLED_FOLDER,
  INSTALLED_HELPER,
  INSTALLED_LAUNCHER,
} from '../../../src/elevation/installed/places';
import { machineMayChange, processIdentity } from '../../rigs/machine';
import { PolkitRig } from '../../rigs/polkit';
import { until } from '../../rigs/poll';
import { needsMachine } from '../../rigs/precondition';
import { command } from '../../rigs/command';
import { leftOf } from '../helper/support/kernelState';
import { Target } from '../helper/support/target';
import { DriverRun, InstalledFolder, leftBehind } from './host';

const FILES = [INSTALLED_HELPER, INSTALLED_LAUNCHER, ACTION_FILE];

describe('the installed helper (changes the machine)', () => {
  let rig: PolkitRig;
  let folder: InstalledFolder;
  let target: Target;

  beforeAll(async () => {
    if (machineMayChange()) {
      folder = await InstalledFolder.make();
      rig = await PolkitRig.start();
      target = await Target.compile();
    }
  }, 60_000);
  afterAll(async () => {
    if (machineMayChange()) {
      await rm(ACTION_FILE, { force: true });
      await rm(INSTALLED_FOLDER, { recursive: true, force: true });
      await Promise.all([rig.stop(), folder.remove(), target.remove()]);
    }
  }, 60_000);
  beforeEach(async ctx => {
    needsMachine(ctx);
    await rig.sudoers();
    await rig.answer('yes');
  });
  afterEach(async () => {
    if (machineMayChange()) {
      await until('no start left anything', async () => (await left()).length === 0);
    }
  });

  const left = (): Promise<string[]> => leftBehind(rig.user.runtimeDir);
  const start = async (
    request: Omit<Parameters<typeof DriverRun.start>[1], 'create'> = {},
    wrap = (argv: readonly string[]): readonly string[] => argv,
  ): Promise<DriverRun> =>
    DriverRun.start(folder, { create: await target.probe(), ...request }, argv =>
      wrap(rig.user.argv(argv)),
    );
  async function install(action: 'install' | 'remove' = 'install'): Promise<string> {
    const run = await start({ install: action });
    const { state } = await run.first('installed');
    await run.over();
    return state;
  }
  const installedWay = async (run: DriverRun): Promise<unknown> =>
    (await run.first('plan')).plan.find(({ id }) => id === 'installed');

  it('is put in place by root, for root only to change', async () => {
    expect(await install()).toBe('ready');
    const [helper, launcher, action] = await Promise.all(FILES.map(path => stat(path)));
    const modes = [helper, launcher, action].map(file => [file!.uid, file!.mode & 0o7777]);
    expect(modes).toEqual([
      [0, 0o644],
      [0, 0o755],
      [0, 0o644],
    ]);
    expect(await readFile(INSTALLED_HELPER)).toEqual(await readFile(folder.helper));
    expect(execFileSync('ls', ['-A', INSTALLED_FOLDER], { encoding: 'utf8' })).toBe(
      'helper.cjs\nprobescope-helper\n',
    );
    const known = await command(['pkaction', '--action-id', ACTION_ID, '--verbose']);
    expect(known.stdout).toMatch(/implicit active: +auth_admin_keep/);
    expect(known.stdout).toContain(INSTALLED_LAUNCHER);
  });

  it('works for the user polkit names, and removes its probes with its host', async () => {
    await install();
    const run = await start();
    expect(await installedWay(run)).toMatchObject({ ok: true });
    const { via, pid } = await run.first('connected');
    const { hello, results } = await run.first('created');
    expect({ via, uid: hello.uid }).toEqual({ via: 'installed', uid: rig.user.uid });
    expect(results).toMatchObject([{ ok: true }]);
    const status = await readFile(`/proc/${pid}/status`, 'latin1');
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    await run.kill();
    await until('the helper is gone', () => processIdentity(pid) === undefined);
    expect(await leftOf(hello.instance!)).toEqual([]);
  });

  it('is asked for in words of its own', async () => {
    await install();
    await rig.answer('ask');
    const agent = await rig.agent('cancel');
    const run = await start({}, argv => agent.argv(argv));
    expect(await run.first('failed')).toMatchObject({ code: 'cancelled' });
    await run.over();
    expect(agent.questions).toEqual([
      `${ACTION_ID} Authentication is needed to let Probescope in VS Code trace programs and the kernel as root`,
    ]);
  });

  it('starts in one way only, whoever was let calls it', async () => {
    await install();
    const call = (...args: string[]) =>
      command(rig.user.argv(['/usr/bin/pkexec', INSTALLED_LAUNCHER, ...args]));
    expect((await call('--stdio')).code).toBe(64);
    expect((await call('/tmp/s', '1:1', '--stdio')).code).toBe(64);
    // Process 1 is root's, and polkit has said whose the helper is.
    expect((await call('/tmp/s', '1:1')).code).toBe(78);
    expect((await command([INSTALLED_LAUNCHER, '/tmp/s', '1:1'])).code).toBe(64);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['has other bytes', () => appendFile(INSTALLED_HELPER, '\n'), /another version/],
    ['can be changed by others', () => chmod(INSTALLED_HELPER, 0o666), /Not only root/],
    ['has another launcher', () => writeFile(INSTALLED_LAUNCHER, ''), /another version/],
  ])('is not used where it %s, and can be installed again', async (_, change, why) => {
    await install();
    await change();
    const run = await start();
    expect(await installedWay(run)).toMatchObject({ ok: false, code: 'otherHelper' });
    expect(((await installedWay(run)) as { reason: string }).reason).toMatch(why);
    expect((await run.first('connected')).via).toBe('pkexec');
    await run.kill();
    expect(await install()).toBe('ready');
  });

  it('asks nobody a second time where root cannot put it in place', async () => {
    await rig.sudoers(`${rig.user.name} ALL=(root) NOPASSWD: /bin/bash`);
    await rig.answer('ask');
    const agent = await rig.agent('cancel');
    await rm(INSTALLED_FOLDER, { recursive: true, force: true });
    await writeFile(INSTALLED_FOLDER, 'in its place');
    const run = await start({ install: 'install' }, argv => agent.argv(argv));
    expect(await run.first('failed')).toMatchObject({ code: 'otherHelper' });
    await run.over();
    await rm(INSTALLED_FOLDER);
    expect(agent.asked).toBe(0);
  });

  it('is taken away again, with nothing left, nor of an installation that was killed', async () => {
    await install();
    await mkdir(`${INSTALLED_FOLDER}/new.killed`);
    await writeFile(`${ACTION_FILE}.new`, '');
    expect(await install('remove')).toBe('none');
    expect(await install('remove')).toBe('none');
    const there = await Promise.all(
      [INSTALLED_FOLDER, `${ACTION_FILE}.new`, ...FILES].map(path =>
        stat(path).then(
          () => path,
          () => undefined,
        ),
      ),
    );
    expect(there.filter(Boolean)).toEqual([]);
  });
});
