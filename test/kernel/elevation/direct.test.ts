import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { command } from '../../rigs/command';
import { needsRoot } from './needsRoot';
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
    expect(readdirSync('/proc')).not.toContain(`${pid}`);
  });

  it('ends with its host, however that dies', async () => {
    const run = DriverRun.start(folder, {});
    const { pid } = await run.first('said').then(() => run.first('connected'));
    const before = await leftBehind('/run/user/0');
    expect(before.filter(path => path.includes(`-${run.pid}-`))).toEqual([]);
    await run.kill();
    await until('the helper is gone', () => !readdirSync('/proc').includes(`${pid}`));
  });

  it('says tampered for a helper that is none, and interpreter for a wrong setting', async () => {
    const missing = DriverRun.start(folder, { options: { helperPath: '/does/not/exist' } });
    expect(await missing.first('failed')).toMatchObject({ code: 'tampered' });
    const wrong = DriverRun.start(folder, { options: { nodePath: '/etc/passwd' } });
    expect(await wrong.first('failed')).toMatchObject({ code: 'interpreter' });
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
    const hanging = async (): Promise<boolean> =>
      (await command(['pgrep', '-f', '^sleep 4321$'])).code === 0;

    it('is cancelled, and stops what it started', async () => {
      const run = DriverRun.start(folder, { options: { nodePath } });
      await until('it hangs', hanging);
      run.send('abort');
      expect(await run.first('failed')).toMatchObject({ code: 'cancelled' });
      await until('it was stopped', async () => !(await hanging()));
    });

    it('times out, and stops what it started', async () => {
      const run = DriverRun.start(folder, { options: { nodePath, handshakeMs: 300 } });
      expect(await run.first('failed')).toMatchObject({ code: 'timeout' });
      await until('it was stopped', async () => !(await hanging()));
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
    ]);
    expect(await run.first('failed')).toMatchObject({ code: 'noNewPrivs' });
  });
});
