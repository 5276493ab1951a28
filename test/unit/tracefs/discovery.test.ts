import { describe, expect, it } from 'vitest';
import { findTracefs } from '../../../src/tracefs/discovery';

const TRACEFS = { root: '/', mountPoint: '/host/sys/kernel/tracing', fsType: 'tracefs' };
const DEBUGFS = { root: '/', mountPoint: '/sys/kernel/debug', fsType: 'debugfs' };
const OTHERS = [
  { root: '/', mountPoint: '/', fsType: 'overlay' },
  { root: '/', mountPoint: '/proc', fsType: 'proc' },
];
const PART = { root: '/events', mountPoint: '/mnt/events', fsType: 'tracefs' };

const THERE = new Set([TRACEFS.mountPoint, '/b', '/sys/kernel/debug/tracing']);
const withTracing = (path: string) => Promise.resolve(THERE.has(path));
const without = () => Promise.resolve(false);

describe('findTracefs', () => {
  it.each([
    ['tracefs', [TRACEFS], withTracing, '/host/sys/kernel/tracing'],
    [
      'the first of two',
      [TRACEFS, { ...TRACEFS, mountPoint: '/b' }],
      withTracing,
      TRACEFS.mountPoint,
    ],
    [
      'the second of two, as the first is covered by another mount',
      [{ ...TRACEFS, mountPoint: '/covered' }, TRACEFS],
      withTracing,
      TRACEFS.mountPoint,
    ],
    ['tracefs after debugfs', [DEBUGFS, TRACEFS], withTracing, TRACEFS.mountPoint],
    ['debugfs with tracing', [DEBUGFS], withTracing, '/sys/kernel/debug/tracing'],
    ['debugfs without', [DEBUGFS], without, undefined],
    ['neither', OTHERS, withTracing, undefined],
    ['nothing', [], withTracing, undefined],
    ['a part, then the whole', [PART, TRACEFS], withTracing, TRACEFS.mountPoint],
    ['a part only', [PART], withTracing, undefined],
    ['a part of debugfs', [{ ...DEBUGFS, root: '/tracing' }], withTracing, undefined],
  ])('%s', async (_, mounts, isFolder, expected) => {
    expect(await findTracefs(mounts, isFolder)).toBe(expected);
  });
});
