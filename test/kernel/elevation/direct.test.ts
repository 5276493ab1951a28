import { readFileSync, readdirSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { needsRoot } from './needsRoot';
import { processIdentity } from '../../rigs/machine';
import { until } from '../../rigs/poll';
import { DriverRun, InstalledFolder, leftBehind } from './host';

describe('direct, as root', () => {
  beforeEach(needsRoot);

  let folder: InstalledFolder;
  beforeAll(async () => (folder = await InstalledFolder.make()));
  afterAll(() => folder.remove());

  it('connects a helper that is root, and leaves nothing when it is closed', async () => {
    const run = DriverRun.start(folder, {});
    expect((await run.first('plan')).plan[0]).toMatchObject({ id: 'direct', ok: true });
    const { via, pid, ms } = await run.first('connected');
    expect(via).toBe('direct');
    expect(ms).toBeLessThan(5000);
    const { said, status } = await run.first('said');
    expect(said).toMatchObject({ uid: 0, pid, cwd: '/', copies: [] });
    expect(said.args.slice(2, 5)).toEqual(['--via', 'direct', '--owner']);
    expect(status).toMatch(/^Uid:\t0\t0\t0\t0$/m);
    run.send('dispose');
    expect((await run.first('ended')).reason).toEqual({ code: 'disposed', exitCode: 0 });
    expect(processIdentity(pid)).toBeUndefined();
  });

  it('ends with its host, however that dies', async () => {
    const run = DriverRun.start(folder, {});
    const { pid } = await run.first('said').then(() => run.first('connected'));
    const before = await leftBehind('/run/user/0');
    expect(before.filter(path => path.includes(`-${run.pid}-`))).toEqual([]);
    await run.kill();
    await until('the helper is gone', () => processIdentity(pid) === undefined);
  });

  it('says tampered for a helper that is none, and interpreter for a wrong setting', async () => {
    const missing = DriverRun.start(folder, { options: { helperPath: '/does/not/exist' } });
    expect(await missing.first('failed')).toMatchObject({ code: 'tampered' });
    const wrong = DriverRun.start(folder, { options: { nodePath: '/etc/passwd' } });
    expect(await wrong.first('failed')).toMatchObject({ code: 'interpreter' });
  });

  it('puts a wrong setting into the plan, and says what root will run otherwise', async () => {
    const wrong = DriverRun.start(folder, { options: { nodePath: '/etc/passwd' } });
    expect((await wrong.first('plan')).plan[0]).toMatchObject({ ok: false, code: 'interpreter' });
    await wrong.over();
    const nodePath = join(folder.path, 'my node');
    await copyFile(process.execPath, nodePath);
    const own = DriverRun.start(folder, { options: { nodePath } });
    const [direct] = (await own.first('plan')).plan;
    expect(direct!.reason).toContain(`Root will run ${nodePath}, which not only root can change.`);
    await own.first('said');
    own.send('dispose');
    await own.over();
  });

  it('says why a helper ended before it connected', async () => {
    const run = DriverRun.start(folder, { options: { nodePath: '/bin/false' } });
    expect(await run.first('failed')).toMatchObject({ code: 'ended' });
    await run.over();
  });

  describe('with a Node that hangs', () => {
    let nodePath: string;
    beforeAll(async () => {
      nodePath = join(folder.path, 'hang');
      await writeFile(nodePath, '#!/bin/sh\nexec sleep 4321\n', { mode: 0o755 });
    });
    // /proc, as pgrep is not installed everywhere.
    const hanging = (): boolean =>
      readdirSync('/proc').some(pid => /^\d+$/.test(pid) && commandOf(pid) === 'sleep 4321');

    it('is cancelled, and stops what it started', async () => {
      const run = DriverRun.start(folder, { options: { nodePath } });
      await until('it hangs', hanging);
      run.send('abort');
      expect(await run.first('failed')).toMatchObject({ code: 'cancelled' });
      await until('it was stopped', () => !hanging());
    });

    it('times out, and stops what it started', async () => {
      const run = DriverRun.start(folder, { options: { nodePath, handshakeMs: 300 } });
      expect(await run.first('failed')).toMatchObject({ code: 'timeout' });
      await until('it was stopped', () => !hanging());
      await run.over();
    });
  });

  it('is refused without root', async () => {
    const nobody = [
      'setpriv',
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      '--no-new-privs',
    ];
    const run = DriverRun.start(folder, {}, argv => [...nobody, ...argv]);
    const { plan } = await run.first('plan');
    expect(plan.map(({ ok, code }) => [ok, code])).toEqual([
      [false, 'notRoot'],
      [false, 'noNewPrivs'],
      [false, 'noNewPrivs'],
      [false, 'noNewPrivs'],
      [false, 'noNewPrivs'],
    ]);
    expect(await run.first('failed')).toMatchObject({ code: 'noNewPrivs' });
  });
});

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0').join(' ').trim();
  } catch {
    return '';
  }
}
