import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { CreateProbe, Probe } from '../../../src/protocol/probes';
import type { KernelFunction } from '../../../src/protocol/requests';
import { GuestHelper } from './support/guestHelper';

const TRACING = '/sys/kernel/tracing';

function kprobe(symbol: string, changes: Partial<KprobeRequest> = {}): KprobeRequest {
  const common = { label: symbol, args: [], enable: true, offset: '0x0' };
  return { kind: 'kprobe', symbol, ...common, ...changes };
}
type KprobeRequest = Extract<CreateProbe, { symbol: string }>;

async function create(on: GuestHelper, request: CreateProbe): Promise<Probe> {
  const { results } = await on.client.request('create', { probes: [request] });
  const [result] = results;
  assert.ok(result?.ok, JSON.stringify(result));
  return result.probe;
}

async function refusal(on: GuestHelper, request: CreateProbe): Promise<unknown> {
  const { results } = await on.client.request('create', { probes: [request] });
  const [result] = results;
  assert.ok(result?.ok === false, JSON.stringify(result));
  return result.error;
}

async function remove({ handle }: Probe): Promise<void> {
  assert.deepEqual(await helper.client.request('remove', { handles: [handle] }), {
    results: [{ ok: true }],
  });
}

function makeFolders(count: number): void {
  const folder = mkdtempSync('/tmp/folders-');
  for (let at = 0; at < count; at++) {
    mkdirSync(`${folder}/${at}`);
  }
}

// Starting one takes a second or two under emulation: tests that need no end of it share one.
let helper: GuestHelper;
before(async () => {
  helper = await GuestHelper.start();
});
after(() => helper[Symbol.asyncDispose]());

describe('the helper on a kernel with kprobes', () => {
  test('a kprobe counts every call and leaves nothing', async () => {
    const own = await GuestHelper.start();
    const probe = await create(own, kprobe('do_mkdirat'));
    assert.match(probe.written, /^p:probescope_u0_\w+\/do_mkdirat_[0-9a-f]{6} do_mkdirat$/);
    assert.equal(probe.written, probe.canonical);
    makeFolders(12);
    const { counts } = await own.client.request('hits', {});
    // mkdtemp makes one as well.
    assert.deepEqual(counts, [{ handle: probe.handle, hits: '0xd' }]);
    await own[Symbol.asyncDispose]();
    assert.equal(readFileSync(`${TRACING}/kprobe_events`, 'utf8'), '');
    assert.deepEqual(readdirSync(`${TRACING}/instances`), [helper.name]);
  });

  test('a kretprobe tells the calls it had no slot for', async () => {
    const request = kprobe('hrtimer_nanosleep', { kind: 'kretprobe', maxActive: 1 });
    const probe = await create(helper, request);
    assert.match(probe.written, /^r1:/);
    const sleepers = Array.from({ length: 5 }, () => spawn('sleep', ['1']));
    await Promise.all(sleepers.map(sleeper => once(sleeper, 'close')));
    const { counts } = await helper.client.request('hits', {});
    const [count] = counts;
    const [hits, misses] = [Number(count?.hits), Number(count?.misses)];
    assert.equal(hits + misses, 5);
    assert.ok(misses >= 1, `${misses} misses`);
    await remove(probe);
  });

  test("a system call is found under the kernel's name for it", async () => {
    const probe = await create(helper, kprobe('sys_mkdir', { kind: 'kretprobe', enable: false }));
    assert.match(probe.canonical, / __x64_sys_mkdir$/);
    await remove(probe);
  });

  test('two helpers on one function each count their own', async () => {
    await using first = await GuestHelper.start();
    await using second = await GuestHelper.start();
    await create(first, kprobe('do_rmdir'));
    execFileSync('sh', ['-c', 'mkdir /tmp/one && rmdir /tmp/one']);
    await create(second, kprobe('do_rmdir'));
    execFileSync('sh', ['-c', 'mkdir /tmp/one && rmdir /tmp/one']);
    assert.equal((await first.client.request('hits', {})).counts[0]?.hits, '0x2');
    assert.equal((await second.client.request('hits', {})).counts[0]?.hits, '0x1');
  });

  test("what the kernel refuses comes with the kernel's words", async () => {
    const missing = (await refusal(helper, kprobe('no_such_function'))) as { code: string };
    assert.equal(missing.code, 'notFound');
    const middle = (await refusal(helper, kprobe('do_mkdirat', { offset: '0x1' }))) as {
      code: string;
      log: { text: string };
    };
    assert.equal(middle.code, 'badBoundary');
    assert.match(middle.log.text, /not an instruction boundary/);
    const inside = kprobe('do_mkdirat', { offset: '0x4', kind: 'kretprobe' });
    assert.equal(((await refusal(helper, inside)) as { code: string }).code, 'invalidInput');
    const active = kprobe('do_mkdirat', { maxActive: 5 });
    assert.equal(((await refusal(helper, active)) as { code: string }).code, 'invalidMaxActive');
    assert.equal(readFileSync(`${TRACING}/kprobe_events`, 'utf8'), '');
  });

  test('a tracepoint is switched in our instance, a dynamic event is none', async () => {
    const { tracepoints } = await helper.client.request('tracepoints', {
      text: 'syscalls:sys_enter_mkdir',
      limit: 200,
    });
    assert.deepEqual(tracepoints.map(({ system, event }) => `${system}:${event}`).sort(), [
      'syscalls:sys_enter_mkdir',
      'syscalls:sys_enter_mkdirat',
    ]);
    const tracepoint = { kind: 'tracepoint', label: 'mkdir', enable: true } as const;
    const probe = await create(helper, {
      ...tracepoint,
      system: 'syscalls',
      event: 'sys_enter_mkdir',
    });
    const enable = 'events/syscalls/sys_enter_mkdir/enable';
    assert.match(readFileSync(`${TRACING}/instances/${helper.name ?? ''}/${enable}`, 'utf8'), /^1/);
    assert.match(readFileSync(`${TRACING}/${enable}`, 'utf8'), /^0/);
    assert.equal(probe.canonical, '');
    await remove(probe);
  });
});

describe('a probe on several kernel functions', () => {
  for (const kind of ['kprobe', 'kretprobe'] as const) {
    test(`sums the calls of each, as a ${kind}`, async () => {
      const more = [{ symbol: 'do_rmdir' }, { symbol: 'do_unlinkat' }];
      const probe = await create(helper, kprobe('do_mkdirat', { kind, more }));
      assert.equal(probe.locations, 3);
      execFileSync('sh', ['-c', 'for i in 1 2 3; do mkdir /tmp/s$i; done; rmdir /tmp/s1 /tmp/s2']);
      const { counts } = await helper.client.request('hits', {});
      const { locations } = await helper.client.request('locations', { handle: probe.handle });
      assert.deepEqual(
        counts.map(({ hits }) => hits),
        ['0x5'],
      );
      assert.deepEqual(
        locations.map(({ hits }) => hits),
        ['0x3', '0x2', '0x0'],
      );
      assert.deepEqual(
        locations.map(({ canonical }) => canonical.split(' ')[1]),
        ['do_mkdirat', 'do_rmdir', 'do_unlinkat'],
      );
      execFileSync('rmdir', ['/tmp/s3']);
      await remove(probe);
      assert.equal(readFileSync(`${TRACING}/kprobe_events`, 'utf8'), '');
    });
  }

  test('is made as a whole or not at all', async () => {
    const more = [
      { symbol: 'do_rmdir' },
      { symbol: 'no_such_function' },
      { symbol: 'do_unlinkat' },
    ];
    const error = (await refusal(helper, kprobe('do_mkdirat', { more }))) as {
      code: string;
      line: string;
    };
    assert.equal(error.code, 'notFound');
    assert.match(error.line, / no_such_function$/);
    assert.equal(readFileSync(`${TRACING}/kprobe_events`, 'utf8'), '');
  });

  test('takes all that a pattern finds', async () => {
    const found: KernelFunction[] = [];
    for (let total = 1; found.length < total;) {
      const query = { text: 'vfs_*', limit: 50, from: found.length };
      const page = await helper.client.request('kernelSymbols', query);
      found.push(...page.symbols);
      total = page.total;
    }
    assert.ok(found.length > 50, String(found.length));
    assert.ok(found.every(({ name }) => name.startsWith('vfs_')));
    const [first, ...more] = found
      .filter(each => !each.blacklisted && each.ambiguous === undefined)
      .map(({ name }) => ({ symbol: name }));
    const probe = await create(helper, kprobe(first!.symbol, { label: 'vfs_*', more }));
    assert.equal(probe.locations, more.length + 1);
    readFileSync('/proc/self/stat');
    const { counts } = await helper.client.request('hits', {});
    assert.ok(Number(counts[0]?.hits) > 0);
    await remove(probe);
    assert.equal(readFileSync(`${TRACING}/kprobe_events`, 'utf8'), '');
  });
});

describe('kernel functions', () => {
  test('are searched in what can be traced', async () => {
    const { client } = helper;
    const found = await client.request('kernelSymbols', { text: 'do_sys_openat2', limit: 5 });
    assert.equal(found.source, 'available_filter_functions');
    assert.deepEqual(found.symbols[0], { name: 'do_sys_openat2', blacklisted: false });
    const all = await client.request('kernelSymbols', { text: '', limit: 200 });
    assert.equal(all.symbols.length, 200);
    assert.ok(all.total > 20_000);
    const { matches } = await client.request('kernelSymbol', { symbol: 'do_sys_openat2' });
    assert.equal(matches.length, 1);
    assert.deepEqual(await client.request('kernelSymbol', { symbol: 'bogus' }), { matches: [] });
  });

  test('come from kallsyms where that list cannot be read', async () => {
    // A device that no driver serves: opening it fails.
    execFileSync('mknod', ['/tmp/unreadable', 'c', '240', '240']);
    const list = `${TRACING}/available_filter_functions`;
    execFileSync('mount', ['--bind', '/tmp/unreadable', list]);
    try {
      assert.throws(() => readFileSync(list), { code: 'ENXIO' });
      await using other = await GuestHelper.start();
      const query = { text: 'do_sys_openat2', limit: 5 };
      const found = await other.client.request('kernelSymbols', query);
      assert.equal(found.source, 'kallsyms');
      assert.equal(found.symbols[0]?.name, 'do_sys_openat2');
      const { checks } = await other.client.request('preflight', {});
      const check = checks.find(({ id }) => id === 'filterFunctions');
      assert.equal(check?.state, 'warning');
      assert.match(check.detail, /ENXIO/);
    } finally {
      execFileSync('umount', [list]);
    }
  });

  test('that may not be probed are marked where the kernel tells', async () => {
    execFileSync('mount', ['-t', 'debugfs', 'nodev', '/sys/kernel/debug']);
    try {
      const blacklist = readFileSync('/sys/kernel/debug/kprobes/blacklist', 'utf8');
      await using other = await GuestHelper.start();
      const { symbols } = await other.client.request('kernelSymbols', { text: '', limit: 200 });
      const names = new Set(blacklist.split('\n').map(line => line.split('\t')[1]));
      for (const { name, blacklisted } of symbols) {
        assert.equal(blacklisted, names.has(name), name);
      }
    } finally {
      execFileSync('umount', ['/sys/kernel/debug']);
    }
  });
});
