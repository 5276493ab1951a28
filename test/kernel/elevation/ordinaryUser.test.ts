import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { machineMayChange, mayRaiseLimits, processIdentity } from '../../rigs/machine';
import { PolkitRig } from '../../rigs/polkit';
import { needsMachine } from '../../rigs/precondition';
import { until } from '../../rigs/poll';
import type { DriverRequest } from './driverMessages';
import { leftOf } from '../helper/support/kernelState';
import { Target } from '../helper/support/target';
import { DriverRun, InstalledFolder, leftBehind } from './host';

describe('elevation of an ordinary user (changes the machine)', () => {
  let rig: PolkitRig;
  let folder: InstalledFolder;
  const PASSWORD = 'correct horse';

  beforeAll(async () => {
    if (!machineMayChange()) {
      return;
    }
    folder = await InstalledFolder.make();
    rig = await PolkitRig.start();
    await rig.user.setPassword(PASSWORD);
  }, 60_000);
  afterAll(async () => {
    if (machineMayChange()) {
      await rig.stop();
      await folder.remove();
    }
  }, 60_000);
  beforeEach(async ctx => {
    needsMachine(ctx);
    await rig.sudoers();
  });
  afterEach(async () => {
    if (machineMayChange()) {
      await until('nothing is left', async () => (await left()).length === 0);
    }
  });

  const left = (): Promise<string[]> => leftBehind(rig.user.runtimeDir);
  const isRunning = (pid: number): boolean => processIdentity(pid) !== undefined;

  function start(
    request: Parameters<typeof DriverRun.start>[1] = {},
    wrap = (argv: readonly string[]): readonly string[] => argv,
    extra: Record<string, string> = {},
  ): DriverRun {
    return DriverRun.start(folder, request, argv => wrap(rig.user.argv(argv, extra)));
  }

  /** A later start of the same user, which sweeps what dead ones left and then fails. */
  async function sweep(): Promise<void> {
    await start({ via: 'direct', options: { helperPath: '/does/not/exist' } }).over();
  }

  /** A connection that works, is root, serves this user, and ends cleanly. */
  async function expectRoot(run: DriverRun, via: string): Promise<void> {
    const connected = await run.first('connected');
    expect(connected.via).toBe(via);
    const { said, status } = await run.first('said');
    expect(said).toMatchObject({ uid: 0, pid: connected.pid, cwd: '/', copies: [] });
    expect(status).toMatch(/^Uid:\t0\t0\t0\t0$/m);
    const uid = { [via === 'pkexec' ? 'PKEXEC_UID' : 'SUDO_UID']: `${rig.user.uid}` };
    expect(said.env).toEqual({ PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', ...uid });
    expect(await left()).toEqual([]);
    run.send('dispose');
    expect((await run.first('ended')).reason).toEqual({ code: 'disposed', exitCode: 0 });
    await until('the helper is gone', () => !isRunning(connected.pid));
    await run.over();
  }

  describe('pkexec', () => {
    it('connects where a rule says yes, whatever the environment of VS Code is', async () => {
      await rig.answer('yes');
      await expectRoot(start(), 'pkexec');
      const odd = {
        SHELL: '/nix/store/fish',
        LC_TIME: '../%s',
        TERM: '/x',
        NODE_OPTIONS: '--title=x',
      };
      await expectRoot(start({}, undefined, odd), 'pkexec');
    });

    it('is denied where a rule says no, and that is final', async () => {
      await rig.answer('no');
      const run = start();
      const { code, detail } = await run.first('failed');
      expect(code).toBe('denied');
      expect(detail).toContain('Not authorized');
      await run.over();
    });

    it('finds no agent', async () => {
      await rig.answer('ask');
      const run = start();
      expect(await run.first('failed')).toMatchObject({ code: 'noAgent' });
      const { plan } = await run.first('plan');
      expect(plan.map(({ id, ok, code }) => [id, ok, code])).toEqual([
        ['direct', false, 'notRoot'],
        ['sudo', false, 'passwordNeeded'],
        ['installed', false, 'notInstalled'],
        ['pkexec', true, undefined],
        ['terminal', true, undefined],
      ]);
    });

    it.each([
      ['cancel', 'cancelled'],
      ['fail', 'denied'],
    ] as const)('asks an agent once; when that does %s, it is %s', async (answer, code) => {
      await rig.answer('ask');
      const agent = await rig.agent(answer);
      const run = start({}, argv => agent.argv(argv));
      expect(await run.first('failed')).toMatchObject({ code });
      await run.over();
      expect(agent.asked).toBe(1);
    });

    it.each(['aborted', 'killed'] as const)(
      'closes the dialog when its host is %s meanwhile',
      async end => {
        await rig.answer('ask');
        const agent = await rig.agent('hang');
        const run = start({}, argv => agent.argv(argv));
        await until('the agent is asked', () => agent.asked === 1);
        if (end === 'aborted') {
          run.send('abort');
          expect(await run.first('failed')).toMatchObject({ code: 'cancelled' });
        } else {
          await run.kill();
          expect(await left()).toHaveLength(1);
        }
        await until('polkit takes the question back', () => agent.withdrawn === 1);
        await sweep();
      },
    );

    it.each(['pkexec', 'sudo'] as const)(
      'gives the helper its own limits by %s, though VS Code has low hard ones',
      async via => {
        await rig.answer('yes');
        const rule = `${rig.user.name} ALL=(root) NOPASSWD: /bin/bash`;
        await rig.sudoers(...(via === 'sudo' ? [rule] : []));
        const low = 'ulimit -t 60 && ulimit -f 4096 && ulimit -s 1024 && ulimit -n 99';
        const run = start({}, argv => ['sh', '-c', `${low} && exec "$@"`, 'sh', ...argv]);
        const { pid } = await run.first('connected');
        const limits = await readFile(`/proc/${pid}/limits`, 'utf8');
        const soft = (name: string) => new RegExp(`^Max ${name} +(\\S+)`, 'm').exec(limits)?.[1];
        // Where root may raise them: not in every container (capabilities(7), CAP_SYS_RESOURCE).
        const expected = mayRaiseLimits()
          ? ['unlimited', 'unlimited', '8388608', '4096']
          : ['60', `${4096 * 512}`, `${1024 * 1024}`, '99'];
        expect(['cpu time', 'file size', 'stack size', 'open files'].map(soft)).toEqual(expected);
        await expectRoot(run, via);
      },
    );

    it('leaves neither helper nor file when its host is killed', async () => {
      await rig.answer('yes');
      const run = start();
      await run.first('said');
      const { pid } = await run.first('connected');
      await run.kill();
      await until('the helper is gone', () => !isRunning(pid));
    });
  });

  describe('sudo -n', () => {
    it('connects under a rule without password, before pkexec is asked', async () => {
      await rig.answer('no');
      await rig.sudoers(`${rig.user.name} ALL=(root) NOPASSWD: /bin/bash`);
      await expectRoot(start(), 'sudo');
    });

    it('goes on to pkexec where sudo needs a password after all', async () => {
      await rig.answer('yes');
      // With an unrelated NOPASSWD rule `sudo -n -l` lists everything, also what needs a password.
      await rig.sudoers(
        `${rig.user.name} ALL=(root) NOPASSWD: /bin/true`,
        `${rig.user.name} ALL=(root) /bin/bash`,
      );
      const run = start();
      expect((await run.first('plan')).plan[1]).toMatchObject({ id: 'sudo', ok: true });
      await expectRoot(run, 'pkexec');
    });

    it('leaves neither helper nor file when its host is killed', async () => {
      await rig.sudoers(`${rig.user.name} ALL=(root) NOPASSWD: /bin/bash`);
      const run = start();
      await run.first('said');
      const { pid } = await run.first('connected');
      await run.kill();
      await until('the helper is gone', () => !isRunning(pid));
    });

    it('sees no_new_privs', async () => {
      await rig.sudoers(`${rig.user.name} ALL=(root) NOPASSWD: /bin/bash`);
      const run = start({}, argv => ['setpriv', '--no-new-privs', ...argv]);
      expect(await run.first('failed')).toMatchObject({ code: 'noNewPrivs' });
    });
  });

  describe('terminal', () => {
    type Terminal = NonNullable<DriverRequest['terminal']>;
    const typing = (terminal: Partial<Terminal> = {}, from = folder): DriverRun =>
      DriverRun.start(
        from,
        {
          via: 'terminal',
          terminal: { typist: from.typist, password: PASSWORD, ...terminal },
        },
        argv => rig.user.argv(argv),
      );
    beforeEach(() => rig.sudoers(`${rig.user.name} ALL=(root) /bin/bash`));

    it('connects after a typed password', async () => {
      const run = typing();
      await expectRoot(run, 'terminal');
      expect(run.text('terminal')).toContain(`Password of ${rig.user.name}: `);
    });

    it('is denied after a wrong password', async () => {
      await rig.sudoers(
        `Defaults:${rig.user.name} passwd_tries=1`,
        `${rig.user.name} ALL=(root) /bin/bash`,
      );
      expect(await typing({ password: 'wrong' }).first('failed')).toMatchObject({ code: 'denied' });
    });

    it.each([
      ['is not in sudoers', '', 'not in the sudoers file'],
      ['may run only something else', 'ALL=(root) /bin/true', 'not allowed to execute'],
    ])('is denied to a user who %s, after one password', async (_who, rule, words) => {
      await rig.sudoers(...(rule === '' ? [] : [`${rig.user.name} ${rule}`]));
      const run = typing();
      expect(await run.first('failed')).toMatchObject({ code: 'denied' });
      await run.over();
      expect(run.text('terminal')).toContain(words);
      expect(run.text('terminal').split('Password of')).toHaveLength(2);
    });

    it('is cancelled while it waits for the password, and closes the terminal', async () => {
      const run = typing({ password: '' });
      await until('sudo asks', () => run.text('terminal').includes('Password of'));
      run.send('abort');
      expect(await run.first('failed')).toMatchObject({ code: 'cancelled' });
    });

    it('sweeps what a host left that was killed while sudo asked', async () => {
      const run = typing({ password: '' });
      await until('sudo asks', () => run.text('terminal').includes('Password of'));
      expect(await left()).toHaveLength(1);
      await run.kill();
      expect(await left()).toHaveLength(1);
      const next = typing();
      await expectRoot(next, 'terminal');
      expect(next.text('log')).toContain('Removed what a dead window left');
    });

    it.each(['append', 'link'] as const)(
      'runs nothing when the helper was changed meanwhile (%s)',
      async mischief => {
        const run = typing({ mischief });
        expect(await run.first('failed')).toMatchObject({ code: 'tampered' });
        expect(run.text('terminal')).not.toContain('root:');
      },
    );

    it('cuts off an impostor that connects first, and still finds the helper', async () => {
      const run = typing({ mischief: 'connect' });
      await run.first('impostorCutOff');
      expect(run.text('log')).toContain(`of uid ${rig.user.uid}`);
      await expectRoot(run, 'terminal');
    });

    it('does so without native code too, by /proc', async () => {
      const bare = await InstalledFolder.make('none');
      try {
        const run = typing({ mischief: 'connect' }, bare);
        await run.first('impostorCutOff');
        expect(run.text('log')).toContain('No SO_PEERCRED here');
        expect(run.text('log')).toContain('no root process runs as the helper');
        await expectRoot(run, 'terminal');
      } finally {
        await bare.remove();
      }
    });
  });

  describe('with the real helper', () => {
    let target: Target;
    beforeEach(async () => {
      await rig.answer('yes');
      target = await Target.compile();
    });
    afterEach(() => target.remove());

    it('proves to be root where there is no native code to ask the kernel', async () => {
      const bare = await InstalledFolder.make('none');
      const run = DriverRun.start(bare, { via: 'pkexec', create: await target.probe() }, argv =>
        rig.user.argv(argv),
      );
      const { hello } = await run.first('created');
      expect(hello.proof).toBe(`/run/probescope-proof.${hello.instance!}`);
      await run.kill();
      await until('the helper is gone', () => !isRunning(hello.pid));
      await bare.remove();
    });

    it.each<['pkexec' | 'sudo' | 'terminal', 'disposed' | 'killed']>([
      ['pkexec', 'disposed'],
      ['pkexec', 'killed'],
      ['sudo', 'disposed'],
      ['sudo', 'killed'],
      ['terminal', 'killed'],
    ])('by %s makes a probe, and removes it when its host is %s', async (via, end) => {
      if (via === 'sudo') {
        await rig.sudoers(`${rig.user.name} ALL=(root) NOPASSWD: /bin/bash`);
      } else if (via === 'terminal') {
        await rig.sudoers(`${rig.user.name} ALL=(root) /bin/bash`);
      }
      const run = start({
        via,
        create: await target.probe(),
        terminal: { typist: folder.typist, password: PASSWORD },
      });
      const { hello, results } = await run.first('created');
      expect(results).toMatchObject([{ ok: true, probe: { enabled: true } }]);
      expect(hello).toMatchObject({
        uid: rig.user.uid,
        pid: (await run.first('connected')).pid,
        instance: expect.stringContaining(`probescope_u${rig.user.uid}_`) as string,
      });
      expect(await leftOf(hello.instance!)).toHaveLength(2);
      if (end === 'killed') {
        await run.kill();
      } else {
        run.send('dispose');
        expect((await run.first('ended')).reason).toMatchObject({ code: 'disposed', exitCode: 0 });
      }
      await until('the helper is gone', () => !isRunning(hello.pid));
      expect(await leftOf(hello.instance!)).toEqual([]);
    });
  });
});
