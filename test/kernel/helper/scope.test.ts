import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Probe } from '../../../src/protocol/probes';
import type { Scope } from '../../../src/protocol/scope';
import { until } from '../../rigs/poll';
import { attach } from './support/attach';
import { builtHelper, removeHelper } from './support/builtHelper';
import { Captured } from './support/captured';
import { RunningHelper } from './support/runningHelper';
import { ThreadsProgram, type ThreadsProcess } from './support/threads';

/** Beside its main one. */
const THREADS = 40;
/** Its threads, a new one and a child. */
const CALLS = THREADS + 3;
/** Two users who run nothing else here. */
const [USER, OTHER] = [54_321, 54_322];

let file: string;
let program: ThreadsProgram;
let helper: RunningHelper;
let instance: string;
let probe: Probe;
const running: ThreadsProcess[] = [];

beforeAll(async () => {
  file = await builtHelper();
  program = await ThreadsProgram.compile();
});
afterAll(() => Promise.all([program.remove(), removeHelper(file)]));
beforeEach(() => start());
afterEach(async () => {
  running.splice(0).forEach(process => process.end());
  await helper.close();
});

/** A helper that works for the user, with a probe. */
async function start(uid = USER): Promise<void> {
  helper = new RunningHelper(file, { env: { SUDO_UID: `${uid}`, SUDO_GID: `${uid}` } });
  const hello = await helper.hello();
  expect(hello).toMatchObject({ uid, scope: 'mine' });
  instance = `/sys/kernel/tracing/instances/${hello.instance!}`;
  probe = await attach(helper, await program.probe());
}

async function run(uid?: number): Promise<ThreadsProcess> {
  const process = await program.start(THREADS, uid);
  running.push(process);
  return process;
}

const setScope = (scope: Scope): Promise<{ threads: number }> =>
  helper.client.request('scope', { scope });

/** Events that are captured while all processes call once: of each, how many. */
async function captured(processes: readonly ThreadsProcess[]): Promise<number[]> {
  const pages = await Captured.start(helper);
  const tids = processes.map(({ pid }) => threadsOf(pid));
  const before = await counted();
  for (const process of processes) {
    await process.call();
  }
  await pages.stop();
  expect((await counted()) - before).toBe(CALLS * processes.length);
  const hits = await pages.hits(probe.handle, probe.eventId);
  const own = tids.map(of => of.reduce((sum, tid) => sum + (hits.get(tid) ?? 0), 0));
  const all = [...hits.values()].reduce((sum, count) => sum + count, 0);
  // The new thread and the child were in no listing: they are what is left.
  const strangers = all - own.reduce((sum, count) => sum + count, 0);
  return [...own, strangers];
}

const threadsOf = (pid: number): number[] => readdirSync(`/proc/${pid}/task`).map(Number);

async function counted(): Promise<number> {
  const { counts } = await helper.client.request('hits', {});
  return Number(counts.find(({ handle }) => handle === probe.handle)?.hits);
}

describe('“mine”, which nobody has to ask for', () => {
  it('has each thread of the user’s processes, new ones and children; of other users nothing', async () => {
    const [own, others, roots] = [await run(USER), await run(OTHER), await run()];
    expect(await captured([own, others, roots])).toEqual([THREADS + 1, 0, 0, 2]);
    const { scope } = await helper.client.request('list', {});
    expect(scope).toBe('mine');
  });

  it('leaves out what goes on as another user while events are captured', async () => {
    await helper.close();
    await start(0);
    const own = await run();
    const pages = await Captured.start(helper);
    const gone = await run();
    await gone.become(OTHER);
    const leftOut = (): string[] =>
      readFileSync(`${instance}/set_event_notrace_pid`, 'latin1').split('\n');
    await until('the helper has found it', () =>
      threadsOf(gone.pid).every(tid => leftOut().includes(`${tid}`)),
    );
    await gone.call();
    await own.call();
    await pages.stop();
    const hits = await pages.hits(probe.handle, probe.eventId);
    expect(hits.size).toBe(CALLS);
  });

  it('finds what is started by others while events are captured', async () => {
    const pages = await Captured.start(helper);
    const late = await run(USER);
    const named = (): string[] => readFileSync(`${instance}/set_event_pid`, 'latin1').split('\n');
    await until('the helper has found it', () =>
      threadsOf(late.pid).every(tid => named().includes(`${tid}`)),
    );
    await late.call();
    await pages.stop();
    expect((await pages.hits(probe.handle, probe.eventId)).size).toBe(CALLS);
  });

  it('has no event at all where the user runs nothing', async () => {
    await helper.close();
    await start(USER + 10);
    const others = await run(OTHER);
    expect(await captured([others])).toEqual([0, 0]);
  });
});

describe('chosen processes', () => {
  it('are captured with all their threads and children, and no other', async () => {
    const [chosen, another] = [await run(USER), await run(USER)];
    const { threads } = await setScope({
      kind: 'processes',
      processes: [chosen.id],
      otherUsers: false,
    });
    expect(threads).toBe(THREADS + 1);
    expect(await captured([chosen, another])).toEqual([THREADS + 1, 0, 2]);
  });

  it('that all have ended leave nothing, rather than everything', async () => {
    const [chosen, another] = [await run(USER), await run(USER)];
    await setScope({ kind: 'processes', processes: [chosen.id], otherUsers: false });
    chosen.end();
    await until('it is gone', () => !readdirSync('/proc').includes(`${chosen.pid}`));
    expect(await captured([another])).toEqual([0, 0]);
  });

  it('may be another user’s only where that is said; else the scope stays', async () => {
    const [own, others] = [await run(USER), await run(OTHER)];
    const scope: Scope = { kind: 'processes', processes: [others.id], otherUsers: false };
    await expect(setScope(scope)).rejects.toMatchObject({ code: 'denied' });
    expect(await captured([own, others])).toEqual([THREADS + 1, 0, 2]);
    await setScope({ ...scope, otherUsers: true });
    expect(await captured([own, others])).toEqual([0, THREADS + 1, 2]);
  });

  it('must be the ones meant', async () => {
    const own = await run(USER);
    const processes = [{ pid: own.id.pid, start: '0x1' }];
    await expect(
      setScope({ kind: 'processes', processes, otherUsers: false }),
    ).rejects.toMatchObject({ code: 'processGone' });
  });
});

describe('all processes', () => {
  it('are captured when they are asked for, and no longer when they are not', async () => {
    const [own, others] = [await run(USER), await run(OTHER)];
    await setScope({ kind: 'all' });
    expect(await captured([own, others])).toEqual([THREADS + 1, THREADS + 1, 4]);
    await setScope({ kind: 'mine' });
    expect(await captured([own, others])).toEqual([THREADS + 1, 0, 2]);
  });

  it('may be chosen while events are captured', async () => {
    const others = await run(OTHER);
    const pages = await Captured.start(helper);
    await others.call();
    await setScope({ kind: 'all' });
    await others.call();
    await pages.stop();
    const hits = await pages.hits(probe.handle, probe.eventId);
    expect([...hits.values()].reduce((sum, count) => sum + count, 0)).toBe(CALLS);
  });
});
