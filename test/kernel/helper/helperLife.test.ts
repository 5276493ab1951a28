import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Probe } from '../../../src/protocol/probes';
import type { CreateResult } from '../../../src/protocol/requests';
import { builtHelper, removeHelper } from './support/builtHelper';
import { leftOf } from './support/kernelState';
import { RunningHelper } from './support/runningHelper';
import { Target } from './support/target';

let file: string;
let target: Target;

beforeAll(async () => {
  file = await builtHelper();
  target = await Target.compile();
});
afterAll(() => Promise.all([target.remove(), removeHelper(file)]));

/** The probes of a batch of which every item must have worked. */
function made(results: readonly CreateResult[]): Probe[] {
  return results.map(result => {
    if (!result.ok) {
      throw new Error(JSON.stringify(result.error));
    }
    return result.probe;
  });
}

describe("the helper's instance", () => {
  it('takes no memory for a buffer that nobody reads, and records nothing', async () => {
    await using helper = new RunningHelper(file);
    const folder = `/sys/kernel/tracing/instances/${(await helper.hello()).instance!}`;
    const kibibytes = Number(await readFile(`${folder}/buffer_size_kb`, 'latin1'));
    // A page is 64 KiB on some machines, and a buffer has two at least.
    expect(kibibytes).toBeLessThanOrEqual(128);
    expect(await readFile(`${folder}/tracing_on`, 'latin1')).toBe('0\n');
  });
});

describe('a probe from its creation to its removal', () => {
  it('counts every call, keeps the count while off, and leaves nothing', async () => {
    await using helper = new RunningHelper(file);
    const { instance } = await helper.hello();
    const { client } = helper;
    const [probe] = made(
      (await client.request('create', { probes: [await target.probe({ enable: false })] })).results,
    );
    const handles = [probe!.handle];
    await target.run(5);
    expect((await client.request('hits', {})).counts).toEqual([{ handle: 1, hits: '0x0' }]);

    await client.request('enable', { handles });
    await target.run(88);
    expect((await client.request('hits', {})).counts).toEqual([{ handle: 1, hits: '0x58' }]);

    expect(await client.request('disable', { handles })).toEqual({ results: [{ ok: true }] });
    await target.run(7);
    expect((await client.request('hits', {})).counts).toEqual([{ handle: 1, hits: '0x58' }]);
    expect((await client.request('list', {})).probes).toMatchObject([{ enabled: false }]);

    await client.request('enable', { handles });
    await target.run(2);
    expect((await client.request('hits', {})).counts).toEqual([{ handle: 1, hits: '0x5a' }]);

    expect(await client.request('remove', { handles })).toEqual({ results: [{ ok: true }] });
    expect((await client.request('list', {})).probes).toEqual([]);
    expect(await leftOf(instance!)).toEqual([instance]);
    expect(await client.request('bye', {})).toEqual({ removed: 0 });
    expect(await helper.exit).toBe(0);
    expect(await leftOf(instance!)).toEqual([]);
  });

  it('says what it wrote, and the same line with the path of the file', async () => {
    await using helper = new RunningHelper(file);
    const { instance } = await helper.hello();
    const request = await target.probe({
      kind: 'uretprobe',
      event: 'work_done',
      args: [{ name: 'result', fetch: '$retval', type: 's32' }],
    });
    const [probe] = made((await helper.client.request('create', { probes: [request] })).results);
    const group = probe!.group.name;
    const offset = target.offset('work').toString(16);
    expect(group).toMatch(new RegExp(`^${instance!}_[0-9a-f]{16}$`));
    expect(probe!.written).toMatch(
      new RegExp(`^r:${group}/work_done /proc/self/fd/\\d+:0x${offset} result=\\$retval:s32$`),
    );
    expect(probe!.canonical).toBe(
      `r:${group}/work_done ${target.path}:0x${offset} result=$retval:s32`,
    );
    await target.run(3);
    expect((await helper.client.request('hits', {})).counts).toEqual([{ handle: 1, hits: '0x3' }]);
  });

  it('puts a batch of 64 into one group and tells of each', async () => {
    await using helper = new RunningHelper(file);
    const { instance } = await helper.hello();
    const { client } = helper;
    const [first] = made(
      (await client.request('create', { probes: [await target.probe()] })).results,
    );
    const one = await target.probe({ group: first!.group.id });
    const probes = Array.from({ length: 64 }, (_, at) => ({ ...one, label: `work ${at}` }));
    const batch = made((await client.request('create', { probes })).results);
    expect(new Set(batch.map(probe => probe.event)).size).toBe(64);
    expect(new Set(batch.map(probe => probe.group.name))).toEqual(new Set([first!.group.name]));
    await target.run(10);
    const { counts } = await client.request('hits', {});
    expect(counts.map(({ hits }) => hits)).toEqual(Array.from({ length: 65 }, () => '0xa'));

    const progress: number[] = [];
    client.onNotification('progress', ({ done, total }) => {
      expect(total).toBe(65);
      progress.push(done);
    });
    expect(await client.request('bye', {})).toEqual({ removed: 65 });
    expect(progress.length).toBeGreaterThan(3);
    expect(await leftOf(instance!)).toEqual([]);
  });

  it('counts right for two helpers on one function', async () => {
    await using first = new RunningHelper(file);
    await using second = new RunningHelper(file);
    await Promise.all([first.hello(), second.hello()]);
    const probes = [await target.probe()];
    await first.client.request('create', { probes });
    await target.run(10);
    await second.client.request('create', { probes });
    await target.run(5);
    expect((await first.client.request('hits', {})).counts[0]!.hits).toBe('0xf');
    expect((await second.client.request('hits', {})).counts[0]!.hits).toBe('0x5');
    const others = await first.foreign();
    const [own] = (await second.client.request('list', {})).probes;
    expect(others).toContainEqual(expect.objectContaining({ event: own!.event }));
  });

  it('stops a batch when it is cancelled and tells what was made', async () => {
    await using helper = new RunningHelper(file);
    await helper.hello();
    const probe = await target.probe({ enable: false });
    const abort = new AbortController();
    const probes = Array.from({ length: 64 }, () => probe);
    const answer = helper.client.request('create', { probes }, abort.signal);
    abort.abort();
    const results = await answer.then(
      ({ results: items }) => items,
      (error: unknown) => {
        expect(error).toMatchObject({ code: 'cancelled' });
        return [];
      },
    );
    const count = results.filter(result => result.ok).length;
    expect(count).toBeLessThan(64);
    expect((await helper.client.request('list', {})).probes).toHaveLength(count);
  });
});
