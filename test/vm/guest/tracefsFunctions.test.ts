import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { randomGroup, Tracefs } from '../../../src/tracefs/index';

const tracefs = new Tracefs('/sys/kernel/tracing');

describe('kernel functions', () => {
  test('come from available_filter_functions, in steps the process can breathe between', async () => {
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const { functions, source } = await tracefs.kernelFunctions();
    delay.disable();
    assert.equal(source, 'available_filter_functions');
    assert.ok(functions.length > 30_000, String(functions.length));
    assert.deepEqual(
      functions.find(({ name }) => name === 'vfs_read'),
      { name: 'vfs_read', blacklisted: false },
    );
    assert.ok(functions.some(({ module }) => module !== undefined));
    // Under emulation everything takes ten times as long.
    assert.ok(delay.max / 1e6 < 2000, `${delay.max / 1e6} ms`);
  });
});

describe('the blacklist', () => {
  let mounted = false;

  before(() => {
    if (!existsSync('/sys/kernel/debug/kprobes')) {
      execFileSync('mount', ['-t', 'debugfs', 'nodev', '/sys/kernel/debug']);
      mounted = true;
    }
  });

  after(() => {
    if (mounted) {
      execFileSync('umount', ['/sys/kernel/debug']);
    }
  });

  test('marks functions, and the kernel refuses a probe on them', async () => {
    const names = readFileSync('/sys/kernel/debug/kprobes/blacklist', 'utf8')
      .split('\n')
      .map(line => line.split('\t')[1] ?? '');
    const { functions } = await tracefs.kernelFunctions();
    const marked = functions.filter(({ blacklisted }) => blacklisted);
    assert.ok(marked.every(({ name }) => names.includes(name)));
    const symbol = marked[0]?.name ?? names.find(name => /^\w+$/.test(name));
    assert.ok(symbol, 'something is on the blacklist');
    await assert.rejects(
      tracefs.createEvent({
        kind: 'kprobe',
        group: randomGroup('tfs'),
        target: { symbol, offset: 0n },
        args: [],
      }),
      { code: 'notSupported', errno: 'EINVAL' },
    );
    assert.equal(readFileSync('/sys/kernel/tracing/kprobe_events', 'utf8'), '');
  });
});
