import { chmod, mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Orphan } from '../../../src/protocol/probes';
import { until } from '../../rigs/poll';
import { builtHelper, removeHelper } from './support/builtHelper';
import { asAnotherTool, leftOf } from './support/kernelState';
import { RunningHelper } from './support/runningHelper';
import { Target } from './support/target';

let file: string;
let target: Target;

beforeAll(async () => {
  file = await builtHelper();
  target = await Target.compile();
});
afterAll(() => Promise.all([target.remove(), removeHelper(file)]));

/** A helper with three probes, two of them on. */
async function armed(options: ConstructorParameters<typeof RunningHelper>[1] = {}) {
  const helper = new RunningHelper(file, options);
  const { instance, pid } = await helper.hello();
  const [on, off] = [await target.probe(), await target.probe({ enable: false })];
  const { results } = await helper.client.request('create', { probes: [on, off, on] });
  expect(results.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(await leftOf(instance!)).toHaveLength(4);
  return { helper, name: instance!, pid };
}

/** What `helper` lists of these owners; other runs on this machine may have left theirs. */
async function orphans(helper: RunningHelper, ...owners: readonly string[]): Promise<Orphan[]> {
  const answer = await helper.client.request('orphans', {});
  return answer.orphans.filter(({ owner }) => owners.includes(owner));
}

describe('whatever ends the helper, nothing stays', () => {
  it('the stream is closed', async () => {
    const { helper, name } = await armed();
    expect(await helper.close()).toBe(0);
    expect(await leftOf(name)).toEqual([]);
  });

  it.each([
    'SIGTERM',
    'SIGINT',
    'SIGHUP',
    'SIGQUIT',
    'SIGXCPU',
    'SIGABRT',
    'SIGSYS',
    'SIGTRAP',
  ] as const)('%s', async signal => {
    const { helper, name } = await armed();
    helper.child.kill(signal);
    expect(await helper.exit).toBe(0);
    expect(await leftOf(name)).toEqual([]);
    expect((await helper.client.closed).by).toBe('helper');
    await expect(helper.client.request('list', {})).rejects.toMatchObject({ code: 'closed' });
  });

  it('SIGUSR1, which to Node means a debugger for everybody, opens none', async () => {
    const { helper } = await armed();
    helper.child.kill('SIGUSR1');
    expect((await helper.client.request('list', {})).probes).toHaveLength(3);
    expect(await helper.close()).toBe(0);
    expect(helper.stderr).not.toMatch(/Debugger/);
  });

  it('SIGTSTP, which Ctrl+Z sends, does not stop it', async () => {
    const { helper, name } = await armed();
    helper.child.kill('SIGTSTP');
    expect((await helper.client.request('list', {})).probes).toHaveLength(3);
    expect(await helper.close()).toBe(0);
    expect(await leftOf(name)).toEqual([]);
  });

  it('all three of its streams are closed at once, as when the extension host is killed', async () => {
    const { helper, name } = await armed();
    helper.child.stderr?.destroy();
    expect(await helper.close()).toBe(0);
    expect(await leftOf(name)).toEqual([]);
  });

  it('a frame that is none', async () => {
    const { helper, name } = await armed();
    helper.stream.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    expect(await helper.exit).toBe(0);
    expect(helper.stderr).toMatch(/unknown channel/);
    expect(await leftOf(name)).toEqual([]);
  });

  it('the stream is closed in the middle of a batch', async () => {
    const { helper, name } = await armed();
    const probe = await target.probe();
    const probes = Array.from({ length: 64 }, () => probe);
    const answer = expect(helper.client.request('create', { probes })).rejects.toMatchObject({
      code: 'closed',
    });
    await until('some are made', async () => (await leftOf(name)).length > 8);
    expect(await helper.close()).toBe(0);
    await answer;
    expect(await leftOf(name)).toEqual([]);
  });

  it('what another tool holds is left to the next helper, the rest goes', async () => {
    const { helper, name } = await armed();
    const { probes } = await helper.client.request('list', {});
    const { name: group } = probes[0]!.group;
    const other = `/sys/kernel/tracing/instances/held-by-another-${process.pid}`;
    await mkdir(other);
    try {
      await writeFile(`${other}/events/${group}/${probes[0]!.event}/enable`, '1', { flag: 'a' });
      expect(await helper.close()).toBe(0);
      expect(helper.stderr).toMatch(/stays/);
      expect(await leftOf(name)).toHaveLength(1);
    } finally {
      await rmdir(other);
    }
    await using next = new RunningHelper(file);
    await next.hello();
    expect(await orphans(next, name)).toMatchObject([{ owner: name, events: 1, instance: false }]);
    expect(await next.client.request('sweep', { owners: [name] })).toEqual({
      results: [{ ok: true }],
    });
    expect(await leftOf(name)).toEqual([]);
  });
});

describe('a helper killed by SIGKILL', () => {
  it('is listed by the next one and swept on request', async () => {
    const { helper, name, pid } = await armed();
    helper.child.kill('SIGKILL');
    expect(await helper.exit).toBe('SIGKILL');
    expect(await leftOf(name)).toHaveLength(4);

    await using next = new RunningHelper(file);
    await next.hello();
    const listed = await orphans(next, name);
    expect(listed).toEqual([
      { owner: name, pid, events: 3, instance: true, lines: expect.any(Array) as string[] },
    ]);
    expect(listed[0]!.lines).toHaveLength(3);

    const swept = await next.client.request('sweep', { owners: [name, name] });
    expect(swept).toEqual({ results: [{ ok: true }, { ok: true }] });
    expect(await leftOf(name)).toEqual([]);
    expect(await orphans(next, name)).toEqual([]);
  });

  it('is not swept for another user, nor a living one, nor what is no helper', async () => {
    const { helper: living, name: alive } = await armed();
    const { helper: other, name: others } = await armed({ env: { SUDO_UID: '65534' } });
    other.child.kill('SIGKILL');
    await other.exit;
    await using next = new RunningHelper(file);
    const { instance: own } = await next.hello();
    expect(await orphans(next, alive, others, own!)).toEqual([]);

    const owners = [alive, others, own!, 'probescope', '../instances', `${alive}_0123456789abcdef`];
    const { results } = await next.client.request('sweep', { owners });
    expect(results.map(result => (result.ok ? 'ok' : result.error.code))).toEqual([
      'busy',
      'denied',
      'busy',
      'badRequest',
      'badRequest',
      'badRequest',
    ]);
    expect(await leftOf(alive)).toHaveLength(4);
    expect(await leftOf(others)).toHaveLength(4);

    await living.close();
    await using theirs = new RunningHelper(file, { env: { SUDO_UID: '65534' } });
    await theirs.hello();
    await theirs.client.request('sweep', { owners: [others] });
    expect(await leftOf(others)).toEqual([]);
  });
});

describe('a helper in another pid namespace', () => {
  it('is no orphan, though its pid is unknown here, and is not swept', async () => {
    const { helper, name, pid } = await armed({ wrapper: ['unshare', '-pf', '--mount-proc'] });
    expect(pid).toBe(1);
    await using other = new RunningHelper(file);
    await other.hello();
    expect(await orphans(other, name)).toEqual([]);
    expect(await other.client.request('sweep', { owners: [name] })).toMatchObject({
      results: [{ ok: false, error: { code: 'busy' } }],
    });
    expect(await leftOf(name)).toHaveLength(4);
    expect(await helper.close()).toBe(0);
    expect(await leftOf(name)).toEqual([]);
  });
});

describe("another tool's event", () => {
  it('is listed as foreign and survives everything the helper does', async () => {
    const group = `othertool_p${process.pid}`;
    const copy = await target.copy('foreign');
    const place = `${copy.path}:0x${copy.offset('work').toString(16)}`;
    await asAnotherTool(`p:${group}/theirs ${place}`);
    try {
      const { helper, name } = await armed();
      const probes = await helper.foreign();
      expect(probes).toContainEqual(expect.objectContaining({ group, event: 'theirs' }));
      expect(probes.filter(probe => probe.group.startsWith(name))).toEqual([]);

      const tracepoint = { kind: 'tracepoint', label: 'x', enable: true } as const;
      const { results } = await helper.client.request('create', {
        probes: [{ ...tracepoint, system: group, event: 'theirs' }],
      });
      expect(results).toMatchObject([{ ok: false, error: { code: 'notFound' } }]);
      await helper.close();
      expect(await leftOf(name)).toEqual([]);
      expect(await leftOf(group)).toHaveLength(1);
    } finally {
      await asAnotherTool(`-:${group}/theirs`);
    }
  });

  it('of the same name makes a count unknown, not wrong', async () => {
    const group = `othertool_p${process.pid}`;
    const copy = await target.copy('samename');
    const place = `${copy.path}:0x${copy.offset('work').toString(16)}`;
    await using helper = new RunningHelper(file);
    await helper.hello();
    await helper.client.request('create', { probes: [await copy.probe({ event: 'shared_name' })] });
    await copy.run(4);
    expect((await helper.client.request('hits', {})).counts[0]!.hits).toBe('0x4');
    await asAnotherTool(`p:${group}/shared_name ${place}`);
    try {
      expect((await helper.client.request('hits', {})).counts[0]!.hits).toBeNull();
      // A wish for a name that is taken gets another one, which can be told apart.
      const { results } = await helper.client.request('create', {
        probes: [await copy.probe({ event: 'shared_name' })],
      });
      expect(results[0]!.ok && results[0]!.probe.event).toMatch(/^shared_name_[0-9a-f]{6}$/);
    } finally {
      await asAnotherTool(`-:${group}/shared_name`);
    }
    expect((await helper.client.request('hits', {})).counts[0]!.hits).toBe('0x4');
  });
});

describe('static tracepoints', () => {
  it('are switched in our instance only and off again at the end', async () => {
    await using helper = new RunningHelper(file);
    const { instance } = await helper.hello();
    const enabled = (root: string) =>
      readFile(`${root}/events/sched/sched_process_exit/enable`, 'utf8');
    const { tracepoints } = await helper.client.request('tracepoints', {
      text: 'sched_process_exit',
      limit: 10,
    });
    expect(tracepoints).toContainEqual({ system: 'sched', event: 'sched_process_exit' });
    const request = {
      kind: 'tracepoint',
      label: 'exits',
      system: 'sched',
      event: 'sched_process_exit',
      enable: true,
    } as const;
    const { results } = await helper.client.request('create', { probes: [request, request] });
    expect(results).toMatchObject([
      { ok: true, probe: { group: { name: 'sched' }, canonical: '', written: '' } },
      { ok: false, error: { code: 'exists' } },
    ]);
    const root = '/sys/kernel/tracing';
    expect(await enabled(`${root}/instances/${instance!}`)).toMatch(/^1/);
    expect(await enabled(root)).toMatch(/^0/);
    expect((await helper.client.request('hits', {})).counts).toEqual([{ handle: 1, hits: null }]);
    await helper.client.request('remove', { handles: [1] });
    expect(await enabled(`${root}/instances/${instance!}`)).toMatch(/^0/);
  });
});

describe('a machine without tracefs', () => {
  const covered =
    'cd /sys/kernel; mount -t tmpfs none tracing; mkdir tracing/instances; : >tracing/uprobe_events';
  it.each([
    ['unmounted', 'umount -a -l -t tracefs,debugfs'],
    ['covered by files of the same names', `umount -a -l -t debugfs; ${covered}`],
  ])('%s: still gets an answer to hello, and a reason', async (_, script) => {
    const wrapper = ['unshare', '-m', 'sh', '-c', `${script}; exec "$0" "$@"`];
    await using helper = new RunningHelper(file, { wrapper });
    expect(await helper.hello()).toMatchObject({ tracefs: null, instance: null });
    const { results } = await helper.client.request('create', { probes: [await target.probe()] });
    expect(results).toMatchObject([{ ok: false, error: { code: 'notMounted' } }]);
    await expect(helper.client.request('hits', {})).rejects.toMatchObject({ code: 'notMounted' });
    const { checks } = await helper.client.request('preflight', {});
    expect(checks.find(({ id }) => id === 'tracefs')).toMatchObject({ state: 'failed' });
    expect(await helper.client.request('bye', {})).toEqual({ removed: 0 });
  });
});

describe('who may run it', () => {
  it('ends with 77 and a sentence for an ordinary user', async () => {
    const wrapper = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];
    await chmod(dirname(file), 0o755);
    const helper = new RunningHelper(file, { wrapper });
    expect(await helper.exit).toBe(77);
    expect(helper.stderr).toMatch(/must run as root, not as user 65534/);
  });

  it.each([[[]], [['--stdio', '--stdio']], [['--socket', '/x']], [['--help']]])(
    'ends with 64 for the arguments %j',
    async args => {
      const helper = new RunningHelper(file, { args });
      expect(await helper.exit).toBe(64);
      expect(helper.stderr).toMatch(/usage:/);
    },
  );

  it('ends with 77 for a SUDO_UID that is no user', async () => {
    const helper = new RunningHelper(file, { env: { SUDO_UID: '-1' } });
    expect(await helper.exit).toBe(77);
  });
});
