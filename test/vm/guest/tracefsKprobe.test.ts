import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { afterEach, describe, test } from 'node:test';
import {
  type KernelProbe,
  randomGroup,
  Tracefs,
  type TraceEvent,
  type TracefsError,
} from '../../../src/tracefs/index';

const tracefs = new Tracefs('/sys/kernel/tracing');
const group = randomGroup('tfs');

/** The lines of the kernel's list. */
function listed(): string[] {
  return readFileSync('/sys/kernel/tracing/kprobe_events', 'utf8')
    .split('\n')
    .filter(line => line !== '');
}

function kprobe(symbol: string, offset = 0n): KernelProbe {
  return { kind: 'kprobe', group, target: { symbol, offset }, args: [] };
}

function kretprobe(symbol: string): KernelProbe {
  return { ...kprobe(symbol), kind: 'kretprobe' };
}

async function refused(definition: KernelProbe): Promise<TracefsError> {
  try {
    await tracefs.createEvent(definition);
  } catch (error) {
    return error as TracefsError;
  }
  assert.fail(`${JSON.stringify(definition, (_, value: unknown) => String(value))} was accepted`);
}

afterEach(() => {
  assert.deepEqual(listed(), []);
});

describe('kprobes', () => {
  test('discovery finds the mounted tracefs, which has kprobes', async () => {
    const found = await Tracefs.discover();
    assert.equal(found.root, '/sys/kernel/tracing');
    assert.deepEqual(await found.features(), {
      kprobes: true,
      uprobes: true,
      refCtrOffset: true,
      errorLog: true,
      kretprobeMaxActive: true,
      locations: true,
    });
  });

  for (const make of [kprobe, kretprobe]) {
    test(`a ${make('x').kind} is created once, removed once, and then closed`, async () => {
      await using event = await tracefs.createEvent(make('vprintk'));
      assert.equal(event.name, 'vprintk');
      assert.equal(event.id, await tracefs.eventId(group, 'vprintk'));
      assert.equal((await refused(make('vprintk'))).code, 'exists');
      await event.close();
      await assert.rejects(event.close(), { code: 'closed' });
    });

    test(`a ${make('x').kind} of a symbol the kernel does not have says so`, async () => {
      const error = await refused(make('bogus'));
      assert.equal(error.code, 'notFound');
      assert.equal(error.line?.slice(error.log?.column), 'bogus');
      assert.equal(error.log?.subsystem, 'trace_kprobe');
    });
  }

  test('two events of one function in two groups have ids of their own', async () => {
    await using first = await tracefs.createEvent(kprobe('vprintk'));
    await using second = await tracefs.createEvent({ ...kprobe('vprintk'), group: `${group}_2` });
    assert.notEqual(first.id, second.id);
  });

  test('clones of functions may be probed by their names', async () => {
    const clone = /^\S+\.(?:isra|constprop|part)\.\d+$/m.exec(
      readFileSync('/sys/kernel/tracing/available_filter_functions', 'latin1'),
    )?.[0];
    assert.ok(clone, 'this kernel has a clone');
    await using event = await tracefs.createEvent(kprobe(clone));
    assert.match(event.name, /^\w+_(isra|constprop|part)_\d+$/);
  });

  test('instruction boundaries are told from other offsets', async () => {
    const codes: string[] = [];
    for (let offset = 1n; offset <= 15n; offset++) {
      try {
        await (await tracefs.createEvent(kprobe('do_sys_openat2', offset))).close();
        codes.push('ok');
      } catch (error) {
        const { code, log } = error as TracefsError;
        assert.equal(log?.text, 'Probe point is not an instruction boundary');
        codes.push(code);
      }
    }
    assert.ok(codes.includes('ok'), codes.join());
    assert.deepEqual(new Set(codes), new Set(['ok', 'badBoundary']));
  });

  test('an offset beyond the function is no boundary, one beyond 32 bits too big', async () => {
    assert.equal((await refused(kprobe('vprintk', 0x10_0000n))).code, 'badBoundary');
    assert.equal((await refused(kprobe('vprintk', 1n << 32n))).code, 'offsetTooBig');
  });

  test('what is no symbol is refused before it is written', async () => {
    for (const symbol of ['', '.', '1a', 'a b', 'a;b', 'vprintk+1']) {
      const error = await refused(kprobe(symbol));
      assert.equal(error.code, 'invalidInput');
      assert.equal(error.line, undefined);
    }
  });

  test('the kernel lists what was created', async () => {
    const args = [
      { name: 'dfd', fetch: '%di', type: 's32' },
      { name: 'path', fetch: '+0($arg2)', type: 'ustring' },
      { name: 'now', fetch: '@jiffies', type: 'u64' },
      { name: 'who', fetch: '$comm', type: 'string' },
    ];
    await using event = await tracefs.createEvent({ ...kprobe('do_sys_openat2', 0n), args });
    const [probe] = await tracefs.probes();
    assert.deepEqual(probe?.definition, event.definition);
  });

  test('an address may stand for a symbol', async () => {
    const match = /^([0-9a-f]+) T vprintk$/m.exec(readFileSync('/proc/kallsyms', 'latin1'));
    const address = BigInt(`0x${match?.[1] ?? ''}`);
    await using event = await tracefs.createEvent({ ...kprobe(''), target: { address } });
    assert.equal(event.name, `p_0x${address.toString(16)}`);
    // 6.1 lists a hash in place of the address (`%p` in `trace_kprobe_show`).
    assert.match(listed()[0] ?? '', /^p:\w+\/\w+ 0x[0-9a-f]{16}$/);
  });

  test('a symbol of a module may name it', async () => {
    const module = existsSync('/proc/modules')
      ? readFileSync('/proc/modules', 'utf8').split(' ')[0]
      : undefined;
    assert.ok(module, 'this guest has modules');
    const symbol = new RegExp(`^[0-9a-f]+ t (\\w+)\\t\\[${module}\\]$`, 'm');
    const name = symbol.exec(readFileSync('/proc/kallsyms', 'latin1'))?.[1];
    assert.ok(name, 'the module has functions');
    const definition = kprobe(name);
    await using event = await tracefs.createEvent({
      ...definition,
      target: { symbol: name, module, offset: 0n },
    });
    assert.deepEqual((await tracefs.probes())[0]?.definition, event.definition);
  });
});

describe('kretprobes', () => {
  test('maxactive is for kretprobes', async () => {
    assert.equal(
      (await refused({ ...kprobe('vprintk'), maxActive: 4096 })).code,
      'invalidMaxActive',
    );
    await using event = await tracefs.createEvent({ ...kretprobe('vprintk'), maxActive: 4096 });
    assert.equal(event.line, `r4096:${group}/vprintk vprintk`);
    assert.deepEqual((await tracefs.probes())[0]?.definition, event.definition);
    const error = await refused({ ...kretprobe('do_sys_openat2'), maxActive: 4097 });
    assert.equal(error.code, 'invalidMaxActive');
  });

  test('of symbols that come to one name are told apart, whatever maxactive is listed', async () => {
    const make = (event: string, symbol: string) =>
      tracefs.createEvent({ ...kretprobe(symbol), event });
    await using first = await make('a_b', 'vprintk');
    await assert.rejects(make('a.b', 'vprintk'), { code: 'exists' });
    await using second = await make('a.b', 'do_sys_openat2');
    assert.match(second.name, /^a_b_[0-9a-f]{8}$/);
    assert.notEqual(first.id, second.id);
  });

  test('stand at the entry of a function only', async () => {
    const error = await refused({
      ...kretprobe('do_sys_openat2'),
      target: { symbol: 'do_sys_openat2', offset: 5n },
    });
    assert.match(error.log?.text ?? '', /^Retprobe address must be an function entry/);
    assert.equal(error.code, 'invalidInput');
  });
});

describe('system calls', () => {
  test('are found under the name this kernel has', async () => {
    await using event = await tracefs.createEvent(kprobe('sys_openat'));
    assert.deepEqual(event.definition.target, { symbol: '__x64_sys_openat', offset: 0n });
    assert.equal(event.name, 'sys_openat');
    await using returning = await tracefs.createEvent({
      ...kretprobe('sys_openat'),
      event: 'openat_return',
    });
    assert.match(returning.line, / __x64_sys_openat$/);
  });

  test('that do not exist are looked for under both names, once', async () => {
    const error = await refused(kprobe('sys_bogus'));
    assert.equal(error.code, 'notFound');
    assert.match(error.message, /sys_bogus is not there, so its other name was tried/);
    const log = readFileSync('/sys/kernel/tracing/error_log', 'utf8');
    assert.equal(log.match(/Command: .*sys_bogus/g)?.length, 2);
  });

  test('are the only thing that is written twice', async () => {
    await refused(kprobe('openat_bogus'));
    const log = readFileSync('/sys/kernel/tracing/error_log', 'utf8');
    assert.equal(log.match(/Command: .*openat_bogus/g)?.length, 1);
  });
});

describe('hits', () => {
  async function count(event: TraceEvent, calls: number): Promise<bigint> {
    const instance = await tracefs.createInstance(group);
    await instance.setEnabled(event.group, event.name, true);
    await assert.rejects(event.close(), { code: 'busy' });
    for (let i = 0; i < calls; i++) {
      statSync('/probescope');
    }
    await instance.setEnabled(event.group, event.name, false);
    await instance.remove();
    const [entry] = (await tracefs.profile()).filter(one => one.source === 'kprobe');
    assert.equal(entry?.event, event.name);
    assert.equal(entry.misses, 0n);
    return entry.hits;
  }

  for (const make of [kprobe, kretprobe]) {
    test(`of a ${make('x').kind} are counted`, async () => {
      await using event = await tracefs.createEvent(make('vfs_statx'));
      const hits = await count(event, 25);
      assert.ok(hits >= 25n, String(hits));
    });
  }
});
