import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { afterEach, describe, test } from 'node:test';
import { Tracefs } from '../../../src/tracefs/index';

const ROOT = '/sys/kernel/tracing';
/** `include/uapi/linux/magic.h`. */
const TRACEFS_MAGIC = 0x74726163;
const PROBE = {
  kind: 'kprobe',
  group: 'tfs',
  event: 'e',
  target: { symbol: 'vprintk', offset: 0n },
  args: [],
} as const;

/** The guest is ours alone, so its mounts may change while a test runs. */
describe('where tracefs is', () => {
  afterEach(() => {
    if (statfsSync(ROOT).type !== TRACEFS_MAGIC) {
      execFileSync('mount', ['-t', 'tracefs', 'nodev', ROOT]);
    }
    execFileSync('mount', ['-o', 'remount,rw', ROOT]);
  });

  test('is said to be nowhere when it is not mounted, with the command to run', async () => {
    execFileSync('umount', [ROOT]);
    await assert.rejects(Tracefs.discover(), {
      code: 'notMounted',
      message: /sudo mount -t tracefs nodev \/sys\/kernel\/tracing/,
    });
  });

  test('is in debugfs when only that is mounted', async () => {
    execFileSync('umount', [ROOT]);
    execFileSync('mount', ['-t', 'debugfs', 'nodev', '/sys/kernel/debug']);
    try {
      const tracefs = await Tracefs.discover();
      assert.equal(tracefs.root, '/sys/kernel/debug/tracing');
      await using event = await tracefs.createEvent(PROBE);
      assert.ok(event.id > 0);
    } finally {
      execFileSync('umount', ['-l', '/sys/kernel/debug/tracing']);
      execFileSync('umount', ['/sys/kernel/debug']);
    }
  });

  test('is wherever mountinfo says', async () => {
    execFileSync('umount', [ROOT]);
    execFileSync('mkdir', ['-p', '/tmp/a tracefs']);
    execFileSync('mount', ['-t', 'tracefs', 'nodev', '/tmp/a tracefs']);
    try {
      assert.equal((await Tracefs.discover()).root, '/tmp/a tracefs');
    } finally {
      execFileSync('umount', ['/tmp/a tracefs']);
    }
  });

  test('may be mounted read-only', async () => {
    execFileSync('mount', ['-o', 'remount,ro', ROOT]);
    await assert.rejects(new Tracefs(ROOT).createEvent(PROBE), {
      code: 'readOnly',
      errno: 'EROFS',
    });
  });

  test('may belong to someone else', async () => {
    const tracefs = new Tracefs(ROOT);
    process.seteuid?.(65534);
    try {
      await assert.rejects(tracefs.createEvent(PROBE), { code: 'denied', errno: 'EACCES' });
      await assert.rejects(tracefs.instances(), { code: 'denied' });
    } finally {
      process.seteuid?.(0);
    }
  });
});
