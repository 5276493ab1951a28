import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Limits, Stopped } from '../../../src/protocol/limits';
import type { Probe } from '../../../src/protocol/probes';
import { GuestHelper } from './support/guestHelper';

const TRACING = '/sys/kernel/tracing';
const FOLDER = mkdtempSync('/tmp/hits-');

type Changes = Partial<{ event: string; filter: string; limits: Limits; stacks: true }>;

async function arm(on: GuestHelper, changes: Changes = {}): Promise<Probe> {
  const common = { kind: 'tracepoint', label: 'mkdir', enable: true, system: 'syscalls' } as const;
  const { results } = await on.client.request('create', {
    probes: [{ ...common, event: 'sys_enter_mkdir', ...changes }],
  });
  const [result] = results;
  assert.ok(result?.ok, JSON.stringify(result));
  return result.probe;
}

async function hits(on: GuestHelper, { handle }: Probe): Promise<number> {
  const { counts } = await on.client.request('hits', {});
  return Number(counts.find(count => count.handle === handle)?.hits ?? NaN);
}

function makeFolders(count: number): void {
  for (let at = 0; at < count; at++) {
    mkdirSync(`${FOLDER}/${at}`);
    rmdirSync(`${FOLDER}/${at}`);
  }
}

function trigger(on: GuestHelper, event = 'sys_enter_mkdir'): string {
  const folder = `${TRACING}/instances/${on.name ?? ''}/events/syscalls/${event}`;
  return readFileSync(`${folder}/trigger`, 'utf8');
}

const remove = (on: GuestHelper, { handle }: Probe): Promise<unknown> =>
  on.client.request('remove', { handles: [handle] });

/** The next probe that a helper disarms. */
function nextStop(on: GuestHelper): Promise<Stopped> {
  return new Promise(resolve => {
    on.client.onNotification('stopped', resolve);
  });
}

function callForEver(): ChildProcess {
  return spawn('sh', ['-c', 'while :; do umask >/dev/null; : <.; done'], { stdio: 'ignore' });
}

let helper: GuestHelper;
before(async () => {
  helper = await GuestHelper.start();
});
afterEach(async () => {
  const { probes } = await helper.client.request('list', {});
  const handles = probes.map(({ handle }) => handle);
  await (handles.length > 0 ? helper.client.request('remove', { handles }) : undefined);
});
after(() => helper[Symbol.asyncDispose]());

describe('hits of a tracepoint', () => {
  test('are all its calls in the scope while it is armed, also those that its filter keeps out', async () => {
    // No record fits the filter.
    const probe = await arm(helper, { filter: 'mode == 1', stacks: true });
    const start = Number(readFileSync('/proc/1/stat', 'latin1').split(' ')[21]);
    const processes = [{ pid: 1, start: `0x${start.toString(16)}` }];
    const scope = { kind: 'processes', processes, otherUsers: false } as const;
    assert.equal(await hits(helper, probe), 0);
    makeFolders(12);
    await helper.client.request('scope', { scope });
    makeFolders(7);
    await helper.client.request('scope', { scope: { kind: 'mine' } });
    assert.equal(await hits(helper, probe), 12);
    await helper.client.request('startCapture', { bufferKib: 64 });
    makeFolders(5);
    assert.equal(await hits(helper, probe), 17);
    await helper.client.request('filter', { handle: probe.handle, filter: null });
    makeFolders(1);
    const { handle } = probe;
    await helper.client.request('disable', { handles: [handle] });
    assert.match(trigger(helper), /^#/, 'nothing keeps it armed');
    makeFolders(3);
    assert.equal(await hits(helper, probe), 18);
    await helper.client.request('enable', { handles: [handle] });
    makeFolders(2);
    assert.equal(await hits(helper, probe), 20);
    await helper.client.request('stopCapture', {});
    await remove(helper, probe);
    assert.match(trigger(helper), /^#/);
    const again = await arm(helper);
    assert.equal(await hits(helper, again), 0);
  });

  test('are counted by each helper for itself, and nothing of a killed one goes on', async () => {
    const other = await GuestHelper.start();
    try {
      const first = await arm(helper);
      makeFolders(1);
      const second = await arm(other);
      // Both now count alike; what the other did to begin is over.
      const before = await hits(helper, first);
      makeFolders(2);
      assert.equal(await hits(helper, first), before + 2);
      assert.equal(await hits(other, second), 2);
    } finally {
      other.kill();
    }
    await other[Symbol.asyncDispose]();
    assert.match(trigger(other), /^hist:/, 'what it left is in its instance');
    const { results } = await helper.client.request('sweep', { owners: [other.name ?? ''] });
    assert.deepEqual(results, [{ ok: true }]);
    assert.deepEqual(readdirSync(`${TRACING}/instances`), [helper.name]);
  });

  test('end it, as its budget does, and it can have both lifted', async () => {
    const few = await arm(helper, { limits: { maxHits: 10 } });
    let stopped = nextStop(helper);
    // Its hits count from the first look on.
    const calls = setInterval(() => makeFolders(1), 5);
    assert.deepEqual(await stopped, { handle: few.handle, reason: 'hits' });
    clearInterval(calls);
    assert.ok((await hits(helper, few)) >= 10);
    assert.match(trigger(helper), /^#/);

    const limits = { hitsPerSecond: 100 };
    const event = 'sys_enter_umask';
    const hot = await arm(helper, { event, limits });
    stopped = nextStop(helper);
    const child = callForEver();
    try {
      const { handle, reason, hitsPerSecond } = await stopped;
      assert.deepEqual([handle, reason], [hot.handle, 'budget']);
      assert.ok((hitsPerSecond ?? 0) > 100);
      assert.match(trigger(helper, event), /^#/);
      const counted = await hits(helper, hot);
      await helper.client.request('limit', { handles: [hot.handle], hitsPerSecond: null });
      await helper.client.request('enable', { handles: [hot.handle] });
      while ((await hits(helper, hot)) < counted + 100) {
        await setTimeout(20);
      }
      // A budget that comes while it is armed.
      stopped = nextStop(helper);
      await helper.client.request('limit', { handles: [hot.handle], ...limits });
      assert.equal((await stopped).handle, hot.handle);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
  });

  test('are told of many at once', async () => {
    const { tracepoints } = await helper.client.request('tracepoints', {
      text: 'syscalls:sys_enter_mk',
      limit: 6,
    });
    const probes: Probe[] = [];
    for (const { event } of tracepoints) {
      probes.push(await arm(helper, { event, limits: { hitsPerSecond: 100_000 } }));
    }
    makeFolders(4);
    const { counts } = await helper.client.request('hits', {});
    assert.equal(counts.length, probes.length);
    assert.ok(counts.every(count => count.hits !== null));
    const mkdir = probes.find(({ event }) => event === 'sys_enter_mkdir');
    assert.equal(await hits(helper, mkdir!), 4);
  });
});
