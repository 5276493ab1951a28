import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { UserProbe } from '../../../src/tracefs/index';
import { eventName, userArguments } from '../../unit/tracefs/arbitraryProbe';
import { Groups, Program, uprobe } from './rig';

const groups = new Groups();
const { tracefs } = groups;
let target: Program;

beforeAll(() => {
  target = new Program('target');
});

afterEach(() => {
  expect(groups.listed()).toEqual([]);
});

afterAll(() => {
  target.remove();
});

describe('what is created', () => {
  it('is what the kernel lists: 300 definitions made up', { timeout: 120_000 }, async () => {
    const group = groups.create();
    const U64 = fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn });
    const probe = fc.record({
      kind: fc.constantFrom('uprobe' as const, 'uretprobe' as const),
      event: eventName,
      offset: U64,
      refCtrOffset: fc.option(
        U64.filter(value => value > 0n),
        { nil: undefined },
      ),
      args: userArguments,
    });
    await fc.assert(
      fc.asyncProperty(probe, async ({ kind, event, offset, refCtrOffset, args }) => {
        const definition: UserProbe = {
          kind,
          group,
          event,
          target: {
            path: target.path,
            offset,
            ...(refCtrOffset === undefined ? {} : { refCtrOffset }),
          },
          args,
        };
        await using made = await tracefs.createEvent(definition);
        const listed = (await tracefs.probes()).filter(one => one.group === group);
        expect(listed.map(one => one.definition)).toEqual([definition]);
        expect(made.definition).toEqual(definition);
      }),
      { numRuns: 300 },
    );
  });

  it('lists unnamed arguments under the names the kernel gives', async () => {
    const definition = uprobe({ group: groups.create(), event: 'e' }, target.path, 1n);
    const args = [{ fetch: '%di' }, { fetch: '+0(%si)', type: 'string' }];
    await using made = await tracefs.createEvent({ ...definition, args });
    const [listed] = (await tracefs.probes()).filter(one => one.group === made.group);
    expect(listed?.definition?.args).toEqual([
      { name: 'arg1', fetch: '%di' },
      { name: 'arg2', fetch: '+0(%si)', type: 'string' },
    ]);
  });
});

describe('an event of several places', () => {
  it('is listed by each, and removed whole', async () => {
    const group = groups.create();
    groups.writeRaw(`p:${group}/e ${target.path}:0x10 a=%di`);
    groups.writeRaw(`p:${group}/e ${target.path}:0x20 a=%di`);
    const places = (await tracefs.probes())
      .filter(one => one.group === group)
      .map(one => one.definition?.target);
    expect(places).toEqual([
      { path: target.path, offset: 0x10n },
      { path: target.path, offset: 0x20n },
    ]);
    expect((await tracefs.profile()).filter(one => one.path === target.path)).toHaveLength(2);
    await tracefs.removeEvent(group, 'e', 'uprobe');
    await expect(tracefs.removeEvent(group, 'e', 'uprobe')).rejects.toMatchObject({
      code: 'notFound',
      errno: 'ENOENT',
      line: `-:${group}/e`,
    });
  });
});

describe("another tool's event", () => {
  it('survives all we do: nothing is truncated, nothing removed without its group', async () => {
    const foreign = groups.create();
    groups.writeRaw(`p:${foreign}/e ${target.path}:0x10`);
    try {
      const group = groups.create();
      const event = await tracefs.createEvent(uprobe({ group, event: 'e' }, target.path, 0x20n));
      await tracefs
        .createEvent(uprobe({ group, event: 'f' }, '/nowhere/x', 1n))
        .catch(() => undefined);
      const instance = await tracefs.createInstance(groups.create());
      await instance.setEnabled(group, 'e', true);
      await instance.setEnabled(group, 'e', false);
      await instance.remove();
      await event.close();
      await tracefs.removeEvent(group, 'e', 'uprobe').catch(() => undefined);
      expect(groups.listed()).toEqual([`p:${foreign}/e ${target.path}:0x0000000000000010`]);
    } finally {
      groups.writeRaw(`-:${foreign}/e`);
    }
  });
});

describe('a list that is read while another process removes events', () => {
  const names = (group: string, count: number): string[] =>
    Array.from({ length: count }, (_, at) => `p:${group}/e${at} ${target.path}:0x1`);

  it('lacks lines if it is read once', () => {
    const [theirs, ours] = [groups.create(), groups.create()];
    groups.writeRaw(names(theirs, 10).join('\n'));
    groups.writeRaw(names(ours, 190).join('\n'));
    const fd = openSync(tracefs.path('uprobe_events'), 'r');
    const page = Buffer.alloc(65_536);
    let text = '';
    for (let length; (length = readSync(fd, page)) > 0;) {
      const hadRead = text.includes(`${theirs}/e9 `);
      text += page.toString('latin1', 0, length);
      if (!hadRead && text.includes(`${theirs}/e9 `)) {
        groups.writeRaw(`-:${theirs}/`);
      }
    }
    closeSync(fd);
    groups.writeRaw(`-:${ours}/`);
    expect(text.split(`:${ours}/`).length - 1).toBeLessThan(190);
  });

  it('lacks none that stayed', async () => {
    const [theirs, ours] = [groups.create(), groups.create()];
    groups.writeRaw(names(theirs, 400).join('\n'));
    groups.writeRaw(names(ours, 200).join('\n'));
    const remover = execFile('python3', ['-c', REMOVE, tracefs.path('uprobe_events'), theirs]);
    const isOver = once(remover, 'exit');
    const found: number[] = [];
    while (remover.exitCode === null) {
      const listed = await tracefs.probes();
      found.push(listed.filter(({ group }) => group === ours).length);
    }
    groups.writeRaw(`-:${ours}/`);
    expect(await isOver).toEqual([0, null]);
    expect(found.filter(count => count !== 200)).toEqual([]);
  });
});

/** In a random order, as fast as it can. */
const REMOVE = `
import os, random, sys
file = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND)
for at in random.sample(range(400), 400):
    os.write(file, f'-:{sys.argv[2]}/e{at}'.encode())
`;
