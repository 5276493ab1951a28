import { describe, expect, it } from 'vitest';
import { StandIns } from '../../../../src/extension/targets/standIns';

const ORIGIN = {
  ...{ path: '/opt/x', dev: 5n, inode: 6n, mtime: 9n, where: 'in web-1' },
  process: { pid: 7, start: '0x1' },
};

describe('a copy that is read in place of a file', () => {
  it('is found for the same file in the same state, by the same process', () => {
    const standIns = new StandIns();
    standIns.add('/copies/1/x', ORIGIN, () => Promise.resolve());
    standIns.add('/proc/8/root/x', { ...ORIGIN, inode: 8n });
    expect(standIns.find({ ...ORIGIN })).toBe('/copies/1/x');
    for (const other of [
      ...[{ dev: 1n }, { inode: 1n }, { mtime: 1n }, { where: 'pid 7' }, { inode: 8n }],
      ...[{ process: { pid: 8, start: '0x1' } }, { process: { pid: 7, start: '0x2' } }],
    ]) {
      expect(standIns.find({ ...ORIGIN, ...other })).toBeUndefined();
    }
  });

  it('is removed some time after its last reader, and not if one comes in between', async () => {
    const standIns = new StandIns(20);
    const removed: string[] = [];
    const add = (path: string, inode: bigint): void =>
      standIns.add(path, { ...ORIGIN, inode }, () => {
        removed.push(path);
        return Promise.resolve();
      });
    add('/copies/1/x', 1n);
    add('/copies/2/x', 2n);
    add('/copies/3/x', 3n);
    standIns.add('/proc/8/root/x', ORIGIN);
    for (const path of ['/copies/1/x', '/copies/2/x', '/copies/3/x', '/proc/8/root/x']) {
      standIns.closed(path);
    }
    expect(standIns.get('/copies/2/x')).toMatchObject({ inode: 2n });
    expect(standIns.find({ ...ORIGIN, inode: 3n })).toBe('/copies/3/x');
    await expect.poll(() => removed).toEqual(['/copies/1/x']);
    expect(standIns.get('/copies/1/x')).toBeUndefined();
    // The timers of the others would have come at the same moment.
    expect(standIns.get('/copies/2/x')).toBeDefined();
    expect(standIns.get('/proc/8/root/x')).toBeDefined();
    standIns.dispose();
  });
});
