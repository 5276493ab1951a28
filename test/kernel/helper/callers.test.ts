import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import { CallerNaming } from '../../../src/extension/callers/callerNaming';
import { toHex64 } from '../../../src/protocol/scalars';
import type { EventMethod, EventRequests } from '../../../src/workers/eventMessages';
import { EventService } from '../../../src/workers/eventService';
import { ThreadNames } from '../../../src/workers/threadNames';
import { until } from '../../rigs/poll';
import { attach } from './support/attach';
import { builtHelper, removeHelper } from './support/builtHelper';
import { CallersTarget } from './support/callersTarget';
import { Captured } from './support/captured';
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

/** The event worker and who names its addresses, with a probe on `work`. */
async function capturing(target: CallersTarget, kind: 'uprobe' | 'uretprobe') {
  const service = new EventService(new ThreadNames(() => Promise.resolve(undefined)));
  const request = async <M extends EventMethod>(method: M, params: EventRequests[M]['params']) =>
    (await (service.handlers[method] as (...all: unknown[]) => unknown)(params, {
      progress: () => undefined,
    })) as EventRequests[M]['result'];
  const probe = await attach(helper, await target.request(kind));
  const captured = await Captured.start(helper);
  const { facts } = captured;
  await request('begin', { facts, capacity: 1000, isLocal: true });
  const format = await helper.client.request('format', { handle: probe.handle });
  const schema = await request('format', format);
  await request('probedCode', { schema, code: await target.code(kind) });
  const open = async (path: string | Uint8Array) => {
    const index = await SymbolIndex.open(path);
    const info = { ...index.info, ...index.counts };
    return {
      info,
      symbolAt: (place: Parameters<SymbolIndex['symbolAt']>[0]) =>
        Promise.resolve(index.symbolAt(place)),
      close: () => Promise.resolve(),
    };
  };
  const errors: unknown[] = [];
  const naming = new CallerNaming(
    { request },
    open,
    () => Promise.resolve([]),
    error => errors.push(error),
  );
  let taken = 0;
  return {
    errors,
    request,
    captured,
    /** Hands the pages on that have come. */
    pump: () => {
      for (const { capture, cpu, dropped, pages } of captured.frames.slice(taken)) {
        service.takePages(capture, cpu, dropped, pages);
        taken++;
      }
    },
    name: () => naming.run(facts.capture),
    /** What the column shows, and the address that the record has. */
    callers: async () => {
      const { rows } = await request('rows', { from: 0, to: 100 });
      const [table] = await request('schemas', {});
      const at = (name: string): number => table!.fields.findIndex(each => each.name === name);
      return rows.map(({ values }) => ({
        caller: values[at('caller')]!,
        ...(kind === 'uretprobe' && { to: Number(values[at('__probe_ret_ip')]) }),
      }));
    },
    end: () => request('begin', { facts: { ...facts, capture: 0 }, capacity: 1, isLocal: false }),
  };
}

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
      const rig = await capturing(target, kind);
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
      expect(site?.file.path).toBe(target.library);
      await rig.captured.stop();
      await rig.end();
      await naming;
      expect(rig.errors).toEqual([]);
    },
  );

  it('are known within the probed file where the process was never seen', async () => {
    const rig = await capturing(target, 'uprobe');
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
    expect(names).toEqual(['first', 'second', expect.stringMatching(/^0x7f\w+$/), 'main']);
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
