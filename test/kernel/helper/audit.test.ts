import { execFileSync } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { builtHelper, removeHelper } from './support/builtHelper';
import { OwnJournal } from './support/journal';
import { RunningHelper } from './support/runningHelper';
import { Target } from './support/target';

let file: string;
let target: Target;
let journal: OwnJournal;
/** Lines of the test before. */
let seen = 0;

beforeAll(async () => {
  file = await builtHelper();
  target = await Target.compile();
  journal = await OwnJournal.start();
});
afterAll(() => Promise.all([target.remove(), removeHelper(file), journal.stop()]));

it('each probe made, extended and removed is a line in the journal, also where the helper is ended', async () => {
  const helper = new RunningHelper(file, {
    wrapper: journal.wrapper,
    env: { SUDO_UID: '0' },
  });
  const { instance, pid } = await helper.hello();
  const { client } = helper;
  const before = Date.now();
  const limits = { ttlSeconds: 600 };
  const { results } = await client.request('create', {
    probes: [await target.probe({ limits }), await target.probe({ enable: false })],
  });
  const handles = results.map(result => (result.ok ? result.probe.handle : 0));
  const events = results.map(result => (result.ok ? result.probe.event : ''));
  await client.request('extend', { handles: handles.slice(0, 1), seconds: 60 });
  // Each is one request; the 60th and on have no line of their own.
  for (let n = 0; n < 80; n++) {
    await client.request('extend', { handles: handles.slice(0, 1), seconds: 1 });
  }
  const { checks } = await client.request('preflight', {});
  expect(checks.find(({ id }) => id === 'audit')).toEqual({
    id: 'audit',
    state: 'ok',
    detail: 'the journal takes them (journalctl -t probescope)',
  });
  // Nothing of that helper is there: nothing is removed, and nothing told.
  await client.request('sweep', { owners: ['probescope_u0_p4194303_zz'] });
  await client.request('remove', { handles: handles.slice(0, 1) });
  helper.child.kill('SIGTERM');
  expect(await helper.exit).toBe(0);

  const all = await journal.lines(64);
  const alone = all.filter(
    ({ MESSAGE }) => / seconds=1$/.test(MESSAGE) && / extended /.test(MESSAGE),
  );
  seen = all.length;
  const lines = all.filter(line => !alone.includes(line));
  const more = Number(/ more-extensions=(\d+) /.exec(lines[3]?.MESSAGE ?? '')?.[1]);
  expect(alone.length + more).toBe(80);
  expect(alone.length).toBeLessThan(65);
  const buildId = /Build ID: (\w+)/.exec(
    execFileSync('readelf', ['-n', target.path], { encoding: 'utf8' }),
  )?.[1];
  const texts = lines.map(({ MESSAGE }) => MESSAGE.replaceAll(`${instance!}_`, 'ours_'));
  expect(texts.map(text => text.replace(/ uid=.*/, ''))).toEqual([
    'probe made',
    'probe made',
    'probe extended',
    'probe removed',
    'probe removed',
  ]);
  const [made, plain, extended, first, second] = texts;
  expect(made).toMatch(
    new RegExp(`^probe made uid=0 kind=uprobe event=ours_\\w+/${events[0]!} line="p:`),
  );
  expect(made).toContain(` file=${target.path} build-id=${buildId ?? 'none'} until=`);
  const until = Date.parse(made!.split('until=')[1] ?? '');
  expect(until - before).toBeGreaterThanOrEqual(600_000);
  expect(until - Date.now()).toBeLessThanOrEqual(600_000);
  expect(plain).toMatch(/ until=removed$/);
  expect(extended).toMatch(/ seconds=60$/);
  expect([first, second].map(text => text!.split('/')[1]!.split(' ')[0])).toEqual(events);
  // LOG_AUTHPRIV and LOG_NOTICE of syslog(3); the journal itself knows who wrote.
  expect(lines[0]).toMatchObject({
    PRIORITY: '5',
    SYSLOG_FACILITY: '10',
    _UID: '0',
    _PID: `${pid}`,
  });
});

it('the name of a file cannot forge a line', async () => {
  const odd = `${target.path} x\nprobe removed uid=0 "\u001b[2J`;
  const probe = await target.probe({ enable: false });
  await rename(target.path, odd);
  await using helper = new RunningHelper(file, { wrapper: journal.wrapper });
  await helper.hello();
  const { results } = await helper.client.request('create', {
    probes: [{ ...probe, file: { ...probe.file, path: odd } }],
  });
  expect(results).toMatchObject([{ ok: true }]);
  const line = (await journal.lines(seen + 1)).at(-1)!.MESSAGE;
  expect(line).toContain(`file="${target.path} x\\x0aprobe removed uid=0 \\x22\\x1b[2J" build-id=`);
  await rename(odd, target.path);
});

it('a machine without a journal is told of once, and probes all the same', async () => {
  const wrapper = ['unshare', '--mount', 'sh', '-c', 'mount -t tmpfs none /run && exec "$0" "$@"'];
  await using helper = new RunningHelper(file, { wrapper });
  await helper.hello();
  const probes = [await target.probe(), await target.probe()];
  expect((await helper.client.request('create', { probes })).results).toMatchObject([
    { ok: true },
    { ok: true },
  ]);
  await helper.client.request('hits', {});
  expect(helper.stderr.match(/not in the journal: ENOENT/g)).toHaveLength(1);
  const { checks } = await helper.client.request('preflight', {});
  expect(checks.find(({ id }) => id === 'audit')).toEqual({
    id: 'audit',
    state: 'warning',
    detail: 'no audit line: no journal (ENOENT)',
  });
});
