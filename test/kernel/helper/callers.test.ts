import { once } from 'node:events';
import { copyFile, readFile, rename } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toHex64 } from '../../../src/protocol/scalars';
import { until } from '../../rigs/poll';
import { builtHelper, removeHelper } from './support/builtHelper';
import { callerRig } from './support/callerRig';
import { CallersTarget } from './support/callersTarget';
import { RunningHelper } from './support/runningHelper';

/** The functions that call `work` with 1, 2, 3 and 4; the last of them by a jump, which hides it. */
const CALLERS = ['first', 'second', 'relay', 'main'];

let file: string;
let helper: RunningHelper;

beforeAll(async () => {
  file = await builtHelper();
});
afterAll(() => removeHelper(file));
beforeEach(async () => {
  helper = new RunningHelper(file);
  await helper.hello();
});
afterEach(() => helper.close());

describe.each([
  ['a program at any address', ['-pie', '-fPIE']],
  ['a program at its own addresses', ['-no-pie', '-fno-pie']],
])('callers in %s', (_, flags) => {
  let target: CallersTarget;
  beforeAll(async () => {
    target = await CallersTarget.compile(flags);
  });
  afterAll(() => target.remove());

  it.each(['uprobe', 'uretprobe'] as const)(
    'of a %s are what addr2line says, also once the process has ended',
    async kind => {
      const rig = await callerRig(helper, await target.request(kind), await target.code(kind));
      const child = await target.start();
      await until('all calls are here', async () => {
        rig.pump();
        return (await rig.callers()).length === CALLERS.length;
      });
      // Nobody has looked the names up yet: addresses are shown.
      const before = await rig.callers();
      const addresses = before.map(({ caller, to }) => to ?? Number(caller));
      expect(before.map(({ caller }) => caller)).toEqual(
        addresses.map(address => `0x${address.toString(16)}`),
      );
      const truth = await Promise.all(addresses.map(address => target.truth(child.pid!, address)));
      expect(truth.map(text => text.split('+')[0])).toEqual(CALLERS);
      const exited = once(child, 'exit');
      child.stdin!.end();
      await exited;

      const naming = rig.name();
      await until('the callers have names', async () =>
        (await rig.callers()).every(({ caller }) => !caller.startsWith('0x')),
      );
      expect((await rig.callers()).map(({ caller }) => caller)).toEqual(truth);
      const filter = { text: '', conditions: [] };
      const [library] = truth.slice(2);
      const only = { column: 'caller', is: 'is' as const, value: library! };
      const news = await rig.request('filter', { filter: { ...filter, conditions: [only] } });
      expect(news.end).toBe(1);
      const site = await rig.request('callSite', { index: 0 });
      expect(site && 'file' in site && site.file.path).toBe(target.library);
      await rig.captured.stop();
      await rig.end();
      await naming;
      expect(rig.errors).toEqual([]);
    },
  );

  it('are those of the build that ran, though a later one has its path and inode', async () => {
    const rig = await callerRig(
      helper,
      await target.request('uprobe'),
      await target.code('uprobe'),
    );
    const naming = rig.name();
    const truth: string[] = [];
    const sites = new Set<number>();
    for (const run of [1, 2]) {
      const child = await target.start();
      await until('its calls have names', async () => {
        rig.pump();
        const callers = await rig.callers();
        return (
          callers.length === run * CALLERS.length &&
          callers.every(({ caller }) => !caller.startsWith('0x'))
        );
      });
      const maps = await readFile(`/proc/${child.pid!}/maps`, 'utf8');
      const line = maps.split('\n').find(each => each.endsWith(target.library))!;
      const base = Number.parseInt(line, 16);
      const index = (run - 1) * CALLERS.length + 2;
      const site = await rig.request('callSite', { index });
      const at = site && 'file' in site ? site.at : 0;
      sites.add(at);
      // The library is mapped as a whole: its offsets are from its first byte on.
      truth.push(await target.truth(child.pid!, base + at + 1));
      const exited = once(child, 'exit');
      child.stdin!.end();
      await exited;
      await target.rebuildLibrary();
    }
    expect(sites.size).toBe(2);
    const shown = (await rig.callers()).map(({ caller }) => caller);
    expect([shown[2], shown[6]]).toEqual(truth);
    await rig.captured.stop();
    await rig.end();
    await naming;
  });

  it('of a program whose file was replaced while it runs are its own', async () => {
    const rig = await callerRig(
      helper,
      await target.request('uprobe'),
      await target.code('uprobe'),
    );
    const child = await target.start();
    const kept = `${target.program}.kept`;
    await copyFile(target.program, kept);
    const other = `${target.program}.other`;
    await copyFile('/bin/true', other);
    await rename(other, target.program);
    const naming = rig.name();
    await until('the callers have names', async () => {
      rig.pump();
      const callers = await rig.callers();
      return (
        callers.length === CALLERS.length && callers.every(({ caller }) => !caller.startsWith('0x'))
      );
    });
    const shown = (await rig.callers()).map(({ caller }) => caller.replace(/\+.*/, ''));
    expect(shown).toEqual(CALLERS);
    const exited = once(child, 'exit');
    child.stdin!.end();
    await exited;
    await rename(kept, target.program);
    await rig.captured.stop();
    await rig.end();
    await naming;
  });

  it('are known within the probed file where the process was never seen', async () => {
    const rig = await callerRig(
      helper,
      await target.request('uprobe'),
      await target.code('uprobe'),
    );
    const child = await target.start();
    const exited = once(child, 'exit');
    child.stdin!.end();
    await exited;
    await rig.captured.stop();
    rig.pump();
    const naming = rig.name();
    await until(
      'the callers in the program have names',
      async () =>
        (await rig.callers()).filter(({ caller }) => !caller.startsWith('0x')).length === 3,
    );
    const names = (await rig.callers()).map(({ caller }) => caller.replace(/\+.*/, ''));
    // Which library it was cannot be told any more.
    expect(names).toEqual(['first', 'second', expect.stringMatching(/^0x7[ef]\w{10}$/), 'main']);
    await rig.end();
    await naming;
  });
});

describe('addresses of the kernel', () => {
  it('are given the names that the kernel lists', async () => {
    const lines = (await readFile('/proc/kallsyms', 'utf8')).split('\n');
    const [address] = lines.find(line => / T vfs_read$/.test(line))!.split(' ');
    const inside = toHex64(BigInt(`0x${address!}`) + 5n);
    const { names } = await helper.client.request('kernelAddresses', {
      addresses: [inside, '0x1000'],
    });
    expect(names).toEqual([{ name: 'vfs_read', delta: 5 }, null]);
  });
});
