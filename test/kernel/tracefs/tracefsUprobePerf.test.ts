import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Groups, PerfHolder, Program, uprobe } from './rig';

const groups = new Groups();
const { tracefs } = groups;
let target: Program;
let perfHold: Program;

beforeAll(() => {
  target = new Program('target');
  perfHold = new Program('perfHold');
});

afterEach(() => {
  expect(groups.listed()).toEqual([]);
});

afterAll(() => {
  target.remove();
  perfHold.remove();
});

/** More than the second after which a write is given up, and far less than for ever. */
const BOUND_MS = 5000;

describe('an event that perf holds', () => {
  it('is busy, soon, and can be switched on and removed once perf lets go', async () => {
    const names = { group: groups.create(), event: 'work' };
    const event = await tracefs.createEvent(uprobe(names, target.path, target.offsetOf('work')));
    const instance = await tracefs.createInstance(groups.create());
    const holder = await PerfHolder.start(perfHold, event.id);
    try {
      const start = performance.now();
      await expect(instance.setEnabled(event.group, event.name, true)).rejects.toMatchObject({
        code: 'busy',
        errno: 'EINTR',
      });
      expect(performance.now() - start).toBeLessThan(BOUND_MS);
      await expect(event.close()).rejects.toMatchObject({ code: 'busy', errno: 'EBUSY' });
      expect(await instance.isEnabled(event.group, event.name)).toBe(false);
      expect(await cpuShare()).toBeLessThan(0.5);
    } finally {
      await holder.stop();
    }
    await instance.setEnabled(event.group, event.name, true);
    target.call(4);
    expect((await tracefs.profile()).find(one => one.path === target.path)?.hits).toBe(4n);
    await instance.remove();
    await event.close();
  });
});

/**
 * How much of a CPU this process uses when it does nothing: a write that is repeated for ever would
 * use a whole one.
 */
async function cpuShare(): Promise<number> {
  const before = process.cpuUsage();
  const start = performance.now();
  await new Promise(resolve => setTimeout(resolve, 300));
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1000 / (performance.now() - start);
}
