import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createBatches } from '../../../src/protocol/batches';
import type { Probe } from '../../../src/protocol/probes';
import { kernelPrecondition } from '../../rigs/precondition';
import { eachWithHelper } from './support/eachWithHelper';
import { asAnotherTool, leftOf } from './support/kernelState';
import { RunningHelper } from './support/runningHelper';
import type { Target } from './support/target';

const TRACEFS = '/sys/kernel/tracing';
let file: string;
let target: Target;
let helper: RunningHelper;

eachWithHelper(rig => {
  ({ file, target, helper } = rig);
});

describe('answers that do not fit one frame', () => {
  it('come in pages: a list of 200 probes of long paths', async () => {
    const folders = Array.from({ length: 10 }, () => 'x'.repeat(200)).join('/');
    const copy = await target.copy(`${folders}/calls`);
    const one = await copy.probe({ enable: false, label: 'l'.repeat(512) });
    const made: Probe[] = [];
    for (const probes of createBatches(Array.from({ length: 200 }, () => one))) {
      const { results } = await helper.client.request('create', { probes });
      made.push(...results.flatMap(result => (result.ok ? [result.probe] : [])));
    }
    expect(made).toHaveLength(200);
    const listed: Probe[] = [];
    let pages = 0;
    for (let from: number | undefined = 0; from !== undefined; pages++) {
      const page: { probes: Probe[]; next?: number | undefined } = await helper.client.request(
        'list',
        { from },
      );
      listed.push(...page.probes);
      from = page.next;
    }
    expect(listed).toEqual(made);
    expect(pages).toBeGreaterThan(10);
  });

  it('are refused before anything is made, where a batch is too big', async () => {
    const { instance } = await helper.hello();
    const probe = await target.probe({
      file: { ...(await target.probe()).file, path: `/${'x'.repeat(900)}` },
    });
    const probes = Array.from({ length: 60 }, () => probe);
    await expect(helper.client.request('create', { probes })).rejects.toMatchObject({
      code: 'limit',
    });
    expect(await leftOf(instance!)).toEqual([instance]);
  });
});

describe('events of others', () => {
  it('are listed as the kernel has them, dead helpers of others included', async () => {
    const group = `othertool_p${process.pid}`;
    const place = `${target.path}:0x${target.offset('rest').toString(16)}`;
    await asAnotherTool(`r:${group}/theirs ${place} ret=$retval:s32`);
    try {
      const probes = await helper.foreign();
      const found = probes.find(probe => probe.group === group);
      const listing = await readFile(`${TRACEFS}/uprobe_events`, 'utf8');
      expect(listing.split('\n')).toContain(found!.line);
    } finally {
      await asAnotherTool(`-:${group}/theirs`);
    }
  });
});

describe('functions of this kernel', () => {
  it('come from the best list that can be read', async () => {
    const readable = await readFile(`${TRACEFS}/available_filter_functions`).then(
      content => content.length > 0,
      () => false,
    );
    const { symbols, source, total } = await helper.client.request('kernelSymbols', {
      text: 'VFS_READ',
      limit: 3,
    });
    expect(source).toBe(readable ? 'available_filter_functions' : 'kallsyms');
    expect(symbols[0]).toEqual({ name: 'vfs_read', blacklisted: false });
    expect(symbols.length).toBeLessThanOrEqual(3);
    expect(total).toBeGreaterThanOrEqual(symbols.length);
    const { matches } = await helper.client.request('kernelSymbol', { symbol: 'vfs_read' });
    expect(matches).toEqual([symbols[0]]);
  });

  it('cannot be probed where the kernel has no kprobes, and that is said', async context => {
    const { features } = await helper.hello();
    kernelPrecondition(context, 'lack of CONFIG_KPROBE_EVENTS', !features.kprobes);
    const { results } = await helper.client.request('create', {
      probes: [
        { kind: 'kprobe', symbol: 'vfs_read', label: 'x', args: [], enable: true, offset: '0x0' },
      ],
    });
    expect(results).toMatchObject([
      {
        ok: false,
        error: {
          code: 'notSupported',
          message: expect.stringContaining('CONFIG_KPROBE_EVENTS') as string,
        },
      },
    ]);
    const { checks } = await helper.client.request('preflight', {});
    expect(checks.find(({ id }) => id === 'kprobes')).toMatchObject({ state: 'warning' });
  });
});

describe('what the helper may do, as Diagnose tells it', () => {
  const drop = ['--no-new-privs', '--bounding-set=-all,+setuid,+setgid,+dac_override'];
  it.each([
    ['all that root may here', [], 'warning', / without no_new_privs$/],
    ['a few capabilities', ['setpriv', ...drop], 'ok', /^3 capabilities \(0+c2\), no_new_privs$/],
  ] as const)('is %s', async (_, wrapper, state, detail) => {
    await using helper = new RunningHelper(file, { wrapper });
    await helper.hello();
    const { checks } = await helper.client.request('preflight', {});
    expect(checks.find(({ id }) => id === 'privileges')).toMatchObject({
      state,
      detail: expect.stringMatching(detail) as string,
    });
    // The kernel shows no address without CAP_SYSLOG, unless it shows them to everybody.
    const symbols = checks.find(({ id }) => id === 'kallsyms');
    expect(symbols?.detail).toMatch(
      symbols?.state === 'ok' ? /can be read \(kptr_restrict \d\)/ : /hides addresses/,
    );
    expect(symbols?.state === 'ok' || wrapper.length > 0).toBe(true);
  });
});
