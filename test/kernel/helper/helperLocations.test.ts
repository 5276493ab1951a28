import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocationFacts, Probe } from '../../../src/protocol/probes';
import type { CreateResult, Result } from '../../../src/protocol/requests';
import { PerfHolder, Program } from '../tracefs/rig';
import { builtHelper, removeHelper } from './support/builtHelper';
import { asAnotherTool, leftOf } from './support/kernelState';
import { ManyFunctions } from './support/manyFunctions';
import { RunningHelper } from './support/runningHelper';

const ALL = 1000;
let file: string;
let program: ManyFunctions;
let perfHold: Program;

beforeAll(async () => {
  file = await builtHelper();
  program = await ManyFunctions.compile(ALL);
  perfHold = new Program('perfHold');
}, 60_000);
afterAll(async () => {
  await Promise.all([program.remove(), removeHelper(file)]);
  perfHold.remove();
});

function made(results: readonly CreateResult[]): Probe {
  const [result] = results;
  if (!result?.ok) {
    throw new Error(JSON.stringify(result));
  }
  return result.probe;
}

/** All pages of a probe's places. */
async function locations(helper: RunningHelper, handle: number): Promise<LocationFacts[]> {
  const all: LocationFacts[] = [];
  for (let from: number | undefined = 0; from !== undefined;) {
    const page: Result<'locations'> = await helper.client.request('locations', { handle, from });
    all.push(...page.locations);
    from = page.next;
  }
  return all;
}

describe('a probe of several places', () => {
  it.each(['uprobe', 'uretprobe'] as const)('sums their calls, as a %s', async kind => {
    await using helper = new RunningHelper(file);
    const { instance } = await helper.hello();
    const { client } = helper;
    const request = await program.probe(ALL, { kind });
    const probe = made((await client.request('create', { probes: [request] })).results);
    expect(probe).toMatchObject({ locations: ALL, enabled: true });
    await program.run();

    const total = ManyFunctions.allCalls(ALL);
    const { handle } = probe;
    const { counts } = await client.request('hits', {});
    expect(counts).toEqual([{ handle, hits: `0x${total.toString(16)}` }]);

    const each = await locations(helper, handle);
    expect(each.map(({ hits }) => Number(hits))).toEqual(
      Array.from({ length: ALL }, (_, n) => ManyFunctions.calls(n)),
    );
    expect(each.map(({ canonical }) => canonical)).toEqual(
      program.offsets.map(
        offset =>
          `${kind === 'uprobe' ? 'p' : 'r'}:${probe.group.name}/${probe.event} ${program.path}:0x${offset.toString(16)}`,
      ),
    );

    await client.request('disable', { handles: [handle] });
    await program.run();
    expect((await client.request('hits', {})).counts).toEqual(counts);
    expect(await client.request('remove', { handles: [handle] })).toEqual({
      results: [{ ok: true }],
    });
    expect(await leftOf(instance!)).toEqual([instance]);
  });

  it('may read its arguments elsewhere at each, under the same names', async () => {
    await using helper = new RunningHelper(file);
    await helper.hello();
    const args = [{ name: 'x', fetch: '%di', type: 's32' }];
    const elsewhere = [{ name: 'x', fetch: '%ax', type: 's32' }];
    const request = await program.probe(3, { args });
    const [second, third] = request.more!;
    const more = [{ ...second!, args: elsewhere }, third!];
    const probe = made(
      (await helper.client.request('create', { probes: [{ ...request, more }] })).results,
    );
    const lines = (await locations(helper, probe.handle)).map(({ written }) => written);
    expect(lines.map(line => line.replace(/.* /, ''))).toEqual([
      'x=%di:s32',
      'x=%ax:s32',
      'x=%di:s32',
    ]);
  });

  it('is made as a whole or not at all', async () => {
    await using helper = new RunningHelper(file);
    const { instance } = await helper.hello();
    const { client } = helper;
    const { more, ...request } = await program.probe(300);
    const failing = async (
      changes: Partial<typeof request> & { more?: typeof more },
      error: object,
    ): Promise<void> => {
      const probes = [{ ...request, ...changes }];
      const { results } = await client.request('create', { probes });
      expect(results).toMatchObject([{ ok: false, error }]);
      expect(await leftOf(instance!)).toEqual([instance]);
    };
    const twice = [...more!, more![7]!];
    await failing(
      { more: twice },
      { code: 'exists', log: { text: 'There is already the exact same probe event' } },
    );
    const other = more!.map((place, at) =>
      at === 150 ? { ...place, args: [{ name: 'y', fetch: '%di' }] } : place,
    );
    await failing(
      { more: other },
      {
        code: 'invalidInput',
        log: { text: 'Argument type or name is different from existing probe' },
      },
    );
    await failing({ more: [...more!, { offset: '0x7fffffffffff' }] }, { code: 'offsetTooBig' });
    // No semaphore is there: the kernel would count up whatever is.
    await failing(
      { more: [...more!, { offset: '0x1', refCtrOffset: '0x3' }] },
      { code: 'invalidInput' },
    );
    expect((await client.request('list', {})).probes).toEqual([]);
  });
});

describe('what perf holds', () => {
  it('stays whole: the kernel would free places that are armed', async () => {
    await using helper = new RunningHelper(file);
    const { instance } = await helper.hello();
    const { client } = helper;
    const request = await program.probe(4, { enable: false });
    const probe = made((await client.request('create', { probes: [request] })).results);
    const handles = [probe.handle];
    const holder = await PerfHolder.start(perfHold, probe.eventId);
    try {
      const busy = { results: [{ ok: false, error: { code: 'busy' } }] };
      expect(await client.request('remove', { handles })).toMatchObject(busy);
      expect(await leftOf(instance!)).toHaveLength(4 + 1);
    } finally {
      await holder.stop();
    }
    expect(await client.request('remove', { handles })).toEqual({ results: [{ ok: true }] });
    expect(await leftOf(instance!)).toEqual([instance]);
  });
});

describe('other events of several places', () => {
  it('are one row each', async () => {
    await using helper = new RunningHelper(file);
    await helper.hello();
    const group = `other_${process.pid}`;
    const places = program.offsets.slice(0, 3).map(offset => `${program.path}:${offset}`);
    try {
      for (const place of places) {
        await asAnotherTool(`p:${group}/several ${place}`);
      }
      const theirs = (await helper.foreign()).filter(probe => probe.group === group);
      expect(theirs).toMatchObject([{ event: 'several', locations: 3 }]);
    } finally {
      await asAnotherTool(`-:${group}/several`);
    }
  });
});

describe('an orphan of several places', () => {
  it('is one event, and is swept', async () => {
    const helper = new RunningHelper(file);
    const { instance } = await helper.hello();
    made((await helper.client.request('create', { probes: [await program.probe(50)] })).results);
    helper.child.kill('SIGKILL');
    await helper.exit;
    await using next = new RunningHelper(file);
    await next.hello();
    const { orphans } = await next.client.request('orphans', {});
    expect(orphans.find(({ owner }) => owner === instance)).toMatchObject({ events: 1 });
    const { results } = await next.client.request('sweep', { owners: [instance!] });
    expect(results).toEqual([{ ok: true }]);
    expect(await leftOf(instance!)).toEqual([]);
  });
});
