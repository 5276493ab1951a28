import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Instance, TraceEvent } from '../../../src/tracefs/index';
import { Groups, Program, uprobe } from './rig';

const groups = new Groups();
const { tracefs } = groups;
let target: Program;
let event: TraceEvent;
let instance: Instance;

beforeAll(() => {
  target = new Program('target');
});

beforeEach(async () => {
  const names = { group: groups.create(), event: 'work' };
  event = await tracefs.createEvent(uprobe(names, target.path, target.offsetOf('work')));
  instance = await tracefs.createInstance(groups.create());
});

afterEach(async () => {
  await instance.remove();
  await event.close();
  expect(groups.listed()).toEqual([]);
  expect(await tracefs.instances()).not.toContain(instance.name);
});

afterAll(() => {
  target.remove();
});

const hits = async () =>
  (await tracefs.profile()).filter(one => one.path === target.path).map(one => one.hits);

describe('an instance', () => {
  it('switches an event on and off, which counts exactly its calls', async () => {
    expect(await instance.isEnabled(event.group, event.name)).toBe(false);
    await instance.setEnabled(event.group, event.name, true);
    expect(await instance.isEnabled(event.group, event.name)).toBe(true);
    target.call(7);
    await instance.setEnabled(event.group, event.name, false);
    target.call(5);
    expect(await hits()).toEqual([7n]);
  });

  it('makes removing the event busy while it is on, and possible after', async () => {
    await instance.setEnabled(event.group, event.name, true);
    await expect(event.close()).rejects.toMatchObject({ code: 'busy', errno: 'EBUSY' });
    await expect(tracefs.removeEvent(event.group, event.name, 'uprobe')).rejects.toMatchObject({
      code: 'busy',
    });
    expect(groups.listed()).toHaveLength(1);
    await instance.setEnabled(event.group, event.name, false);
    await event.close();
    expect(groups.listed()).toEqual([]);
    const names = { group: event.group, event: event.name };
    event = await tracefs.createEvent(uprobe(names, target.path, target.offsetOf('work')));
  });

  it('is there once', async () => {
    expect(await tracefs.instances()).toContain(instance.name);
    await expect(tracefs.createInstance(instance.name)).rejects.toMatchObject({ code: 'exists' });
  });

  it('cannot be removed while its lease is held', async () => {
    const lease = await instance.holdLease();
    await expect(tracefs.openInstance(instance.name).remove()).rejects.toMatchObject({
      code: 'busy',
      errno: 'EBUSY',
    });
    await lease.release();
    await lease.release();
  });

  it('switches its events off when it is removed', async () => {
    await instance.setEnabled(event.group, event.name, true);
    await instance.remove();
    await event.close();
    const names = { group: event.group, event: event.name };
    event = await tracefs.createEvent(uprobe(names, target.path, target.offsetOf('work')));
    instance = await tracefs.createInstance(instance.name);
    expect(await instance.isEnabled(event.group, event.name)).toBe(false);
  });

  it('records unless tracing is off', async () => {
    await instance.setEnabled(event.group, event.name, true);
    await instance.setTracingOn(false);
    target.call(3);
    const trace = () =>
      readFileSync(join(instance.folder, 'trace'), 'utf8')
        .split('\n')
        .filter(line => line.includes(' work: '));
    expect(trace()).toEqual([]);
    await instance.setTracingOn(true);
    target.call(2);
    expect(trace()).toHaveLength(2);
  });

  it('leaves out the threads of this process', async () => {
    await instance.excludeThisProcess();
    const excluded = readFileSync(join(instance.folder, 'set_event_notrace_pid'), 'utf8');
    expect(excluded.trim().split('\n')).toEqual(
      expect.arrayContaining(readdirSync('/proc/self/task')),
    );
    expect(readFileSync(join(instance.folder, 'options/event-fork'), 'utf8')).toBe('1\n');
  });

  it('says what it cannot switch on: a place beyond the end of the file', async () => {
    const names = { group: groups.create(), event: 'far' };
    await using far = await tracefs.createEvent(uprobe(names, target.path, 1n << 40n));
    await expect(instance.setEnabled(far.group, 'far', true)).rejects.toMatchObject({
      code: 'invalidInput',
      errno: 'EINVAL',
    });
    expect(await instance.isEnabled(far.group, 'far')).toBe(false);
  });

  it('has no event that does not exist', async () => {
    await expect(instance.setEnabled(event.group, 'nothing', true)).rejects.toMatchObject({
      code: 'notFound',
    });
    await expect(instance.isEnabled(event.group, 'nothing')).rejects.toMatchObject({
      code: 'notFound',
    });
    expect(existsSync(join(instance.folder, 'events', event.group, 'nothing'))).toBe(false);
  });
});
