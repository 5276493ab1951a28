import { copyFileSync, openSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Tracefs, validEventName } from '../../../src/tracefs/index';
import { Groups, Program, uprobe } from './rig';

const groups = new Groups();
const { tracefs } = groups;
let target: Program;
let offset: bigint;

beforeAll(() => {
  target = new Program('target');
  offset = target.offsetOf('work');
});

afterEach(() => {
  expect(groups.listed()).toEqual([]);
});

afterAll(() => {
  target.remove();
});

describe('Tracefs.discover', () => {
  it('finds the mounted tracefs, where a system call has an id', async () => {
    const found = await Tracefs.discover();
    expect(await found.eventId('syscalls', 'sys_enter_mmap')).toBeGreaterThan(0);
  });

  it('says notFound for the id of an event that is not there', async () => {
    await expect(tracefs.eventId('syscalls', 'sys_enter_nothing')).rejects.toMatchObject({
      code: 'notFound',
      errno: 'ENOENT',
    });
  });
});

describe.each(['uprobe', 'uretprobe'] as const)('a %s', kind => {
  it('is created once, removed once, and then closed', async () => {
    const definition = {
      ...uprobe({ group: groups.create(), event: 'main' }, target.path, 0n),
      kind,
    };
    const event = await tracefs.createEvent(definition);
    expect(event.id).toBeGreaterThan(0);
    expect(event.id).toBe(await tracefs.eventId(event.group, 'main'));
    await expect(tracefs.createEvent(definition)).rejects.toMatchObject({ code: 'exists' });
    await event.close();
    await expect(event.close()).rejects.toMatchObject({ code: 'closed' });
  });

  it('has an id of its own in each group', async () => {
    const make = () =>
      tracefs.createEvent({
        ...uprobe({ group: groups.create(), event: 'e' }, target.path, offset),
        kind,
      });
    const first = await make();
    const second = await make();
    expect(first.id).not.toBe(second.id);
    await first.close();
    await second.close();
  });
});

describe('names', () => {
  it.each([
    ['1foo', '_1foo'],
    ['main.Func123', 'main_Func123'],
    [undefined, 'p_target_0x10'],
  ])('%j becomes %j', async (event, expected) => {
    const names = { group: groups.create(), ...(event === undefined ? {} : { event }) };
    await using made = await tracefs.createEvent(uprobe(names, target.path, 0x10n));
    expect(made.name).toBe(expected);
    expect(groups.listed()).toHaveLength(1);
  });

  it('are shortened when the kernel would refuse them', async () => {
    const event = `_ZN${'4test'.repeat(30)}E`;
    const group = groups.create();
    await using made = await tracefs.createEvent(uprobe({ group, event }, target.path, offset));
    expect(validEventName(made.name)).toBe(true);
    await expect(
      tracefs.createEvent(uprobe({ group, event }, target.path, offset)),
    ).rejects.toMatchObject({ code: 'exists' });
  });

  it('of two symbols that come to one are told apart', async () => {
    const group = groups.create();
    const other = target.offsetOf('other');
    await using first = await tracefs.createEvent(
      uprobe({ group, event: 'a_b' }, target.path, offset),
    );
    await using second = await tracefs.createEvent(
      uprobe({ group, event: 'a.b' }, target.path, other),
    );
    expect(first.name).toBe('a_b');
    expect(second.name).toMatch(/^a_b_[0-9a-f]{8}$/);
    await expect(
      tracefs.createEvent(uprobe({ group, event: 'a.b' }, target.path, other)),
    ).rejects.toMatchObject({ code: 'exists' });
  });

  it('need a group', async () => {
    for (const group of ['/', '', 'a'.repeat(64)]) {
      await expect(
        tracefs.createEvent(uprobe({ group, event: 'e' }, target.path, offset)),
      ).rejects.toMatchObject({ code: 'invalidInput' });
    }
  });
});

describe('paths', () => {
  it('may hold bytes that are not UTF-8', async () => {
    const path = Buffer.concat([Buffer.from(target.folder), Buffer.from('/\xff:\xe0', 'latin1')]);
    copyFileSync(target.path, path);
    await using made = await tracefs.createEvent(
      uprobe({ group: groups.create(), event: 'e' }, path, 1n),
    );
    const [listed] = (await tracefs.probes()).filter(probe => probe.group === made.group);
    expect(listed?.definition?.target).toEqual({ path: new Uint8Array(path), offset: 1n });
  });

  it.each(['with blank', 'with#hash', 'with\nnewline', 'à'])(
    'that the kernel cannot read are written as an open file: %j',
    async name => {
      const path = join(target.folder, name);
      copyFileSync(target.path, path);
      const definition = uprobe({ group: groups.create(), event: 'e' }, path, offset);
      await expect(tracefs.createEvent(definition)).rejects.toMatchObject({ code: 'invalidInput' });
      const fd = openSync(path, 'r');
      const written = `/proc/self/fd/${fd}`;
      try {
        await using made = await tracefs.createEvent(definition, { written });
        expect(made.definition).toEqual(definition);
        expect(made.line).toBe(`p:${made.group}/e ${written}:0x${offset.toString(16)}`);
      } finally {
        closeSync(fd);
      }
    },
  );
});

describe('an open file', () => {
  it('is the same place when it is written again under a name that comes to the same', async () => {
    const fd = openSync(target.path, 'r');
    const written = `/proc/self/fd/${fd}`;
    const group = groups.create();
    try {
      const make = (event: string, at: bigint) =>
        tracefs.createEvent(uprobe({ group, event }, '/a path', at), { written });
      await using made = await make('a_b', offset);
      await expect(make('a.b', offset)).rejects.toMatchObject({ code: 'exists' });
      await using other = await make('a.b', offset + 1n);
      expect(other.name).not.toBe(made.name);
    } finally {
      closeSync(fd);
    }
  });
});

describe('what the kernel refuses', () => {
  it('says which word is wrong, in the line as written', async () => {
    const definition = uprobe({ group: groups.create(), event: 'e' }, target.path, offset);
    const args = [
      { name: 'a', fetch: '%di' },
      { name: 'b', fetch: '$retval' },
    ];
    const error = await failure(tracefs.createEvent({ ...definition, args }));
    expect(error).toMatchObject({
      code: 'invalidInput',
      errno: 'EINVAL',
      log: { text: '$retval is not available on probe', subsystem: 'trace_uprobe' },
    });
    expect(error.line.slice(error.log.column)).toBe('$retval');
  });

  it('takes the entry of this write, not an older one of the same command', async () => {
    const group = groups.create();
    const definition = uprobe({ group, event: 'e' }, '/nowhere/target', 1n);
    const first = await failure(tracefs.createEvent(definition));
    const second = await failure(tracefs.createEvent(definition));
    expect(first).toMatchObject({ code: 'notFound', errno: 'ENOENT' });
    expect(Number(second.log.timestamp)).toBeGreaterThan(Number(first.log.timestamp));
  });

  it('is told to the one who asked, of many at a time', async () => {
    const group = groups.create();
    const asked = Array.from({ length: 20 }, (_, i) => ({
      ...uprobe({ group, event: `e${i}` }, target.path, offset),
      args: [{ name: 'a', fetch: i % 2 === 0 ? '%di' : '$retval' }],
    }));
    const answers = await Promise.allSettled(asked.map(one => tracefs.createEvent(one)));
    for (const [i, answer] of answers.entries()) {
      if (answer.status === 'fulfilled') {
        expect(i % 2).toBe(0);
        await answer.value.close();
      } else {
        expect(answer.reason).toMatchObject({
          line: expect.stringContaining(`/e${i} `) as string,
          log: { command: expect.stringContaining(`/e${i} `) as string },
        });
      }
    }
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  });

  it.each([
    ['a folder', '/tmp', 1n, 'invalidInput'],
    ['no such file', '/nowhere/x', 1n, 'notFound'],
  ])('is told apart: %s', async (_, path, at, code) => {
    await expect(
      tracefs.createEvent(uprobe({ group: groups.create(), event: 'e' }, path, at)),
    ).rejects.toMatchObject({ code });
  });

  it('is a static event of the same name, too', async () => {
    await expect(
      tracefs.createEvent(uprobe({ group: 'sched', event: 'sched_switch' }, target.path, 1n)),
    ).rejects.toMatchObject({ code: 'exists' });
  });

  it('is told in other words where the kernel speaks of the wrong thing', async () => {
    const definition = uprobe({ group: groups.create(), event: 'e' }, target.path, offset);
    for (const fetch of ['$arg1', 'value']) {
      await expect(
        tracefs.createEvent({ ...definition, args: [{ name: 'a', fetch }] }),
      ).rejects.toMatchObject({
        code: 'invalidInput',
        message: expect.stringContaining('give a register such as %di') as string,
      });
    }
  });

  it('is too many arguments', async () => {
    const definition = uprobe({ group: groups.create(), event: 'e' }, target.path, offset);
    const args = Array.from({ length: 129 }, (_, i) => ({ name: `a${i}`, fetch: '%di' }));
    await expect(tracefs.createEvent({ ...definition, args })).rejects.toMatchObject({
      code: 'tooMany',
      errno: 'E2BIG',
    });
  });
});

interface Failure {
  line: string;
  log: { column: number; timestamp: string };
}

async function failure(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    return error as Failure;
  }
  throw new Error('This should have failed.');
}
