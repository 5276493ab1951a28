import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventFields } from '../../../../src/events/eventFields';
import { EventStore } from '../../../../src/events/eventStore';
import { parseCodeMaps } from '../../../../src/processes/codeMaps';
import { Callers } from '../../../../src/workers/callers/callers';
import type { ProbedCode } from '../../../../src/workers/callers/probedCode';
import { wholeCounts } from '../../../../src/workers/events/wholeCounts';
import { LAYOUT } from '../../events/storePages';
import { callerFormat, callerPages, type RecordedCall } from './callerPages';

const ID = 7;
const CODE: ProbedCode = {
  caller: 'caller',
  file: { path: '/opt/orders', dev: 0x10n, inode: 7n },
  places: [{ address: 0x1150, offset: 0x1150 }],
};
/** Functions of the program, each of 16 bytes, from there on; those of the library are at the same offsets. */
const CODE_AT = 0x1000;

/** The executable parts of a process's program and of its library, moved to `base`. */
const maps = (base: number): string =>
  `${(base + 0x1000).toString(16)}-${(base + 0x3000).toString(16)} r-xp 00001000 00:10 7 /opt/orders
${(base + 0x91000).toString(16)}-${(base + 0x93000).toString(16)} r-xp 00001000 00:10 9 /opt/lib.so`;

/** A capture of which one of so many pages becomes rows. Processes are seen while `bases` has them. */
function capture(parts: number, bases: Map<number, number>) {
  const store = new EventStore(LAYOUT, 1_000_000);
  store.sampling.parts = parts;
  const fields = new EventFields(
    store,
    () => '',
    () => [],
  );
  const callers = new Callers(store, fields, true, true, {
    process: thread => (bases.has(thread) ? thread : undefined),
    maps: thread => parseCodeMaps(Buffer.from(maps(bases.get(thread) ?? 0))),
  });
  store.addFormat(callerFormat(ID), 0, table => callers.add(table, CODE));
  return {
    store,
    callers,
    add: (cpu: number, calls: readonly RecordedCall[]) => {
      store.add(cpu, callerPages(ID, calls));
      store.flush();
      callers.look();
    },
    /** Answers what is asked as long as something is. */
    name: async () => {
      const { names } = callers;
      // `next` waits where nothing is asked: one more place makes sure that it does not.
      names.ofKernel(1n);
      const asked = await names.next();
      if (asked) {
        names.take(asked, {
          builds: asked.files.map(() => ({ buildId: 'ab12', size: 9000, mtime: '1' })),
          files: asked.files.map(({ at }) =>
            at.map(each => ({ name: `f${Math.floor((each - CODE_AT) / 16)}`, delta: each % 16 })),
          ),
          kernel: asked.kernel.map(() => ({ name: 'do_work', delta: 4 })),
        });
      }
    },
    facts: () =>
      wholeCounts({ store, fields, callers, processName: () => '' }, ['caller'], 50_000).get(
        'caller',
      ),
  };
}

const top = (facts: ReturnType<ReturnType<typeof capture>['facts']>): Map<string, number> =>
  new Map(facts?.top.map(({ value, count }) => [value, count]));

function countOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  texts.forEach(text => counts.set(text, (counts.get(text) ?? 0) + 1));
  return counts;
}

describe('callers over all events', () => {
  it('are exact by function though most rows are left out, whichever process and CPU they were in', async () => {
    const call = fc.record({
      thread: fc.integer({ min: 1, max: 4 }),
      library: fc.boolean(),
      at: fc.integer({ min: 1, max: 300 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(call, { maxLength: 900 }), { minLength: 1, maxLength: 3 }),
        async cpus => {
          const bases = new Map([1, 2, 3, 4].map(thread => [thread, thread * 0x1000_0000]));
          const { store, add, name, facts } = capture(8, bases);
          cpus.forEach((calls, cpu) =>
            add(
              cpu,
              calls.map(({ thread, library, at }) => {
                const base = thread * 0x1000_0000;
                const caller = base + CODE_AT + (library ? 0x90000 : 0) + at;
                return { thread, ip: base + 0x1150, caller };
              }),
            ),
          );
          // They have ended.
          bases.clear();
          await name();
          const truth = cpus.flat().map(({ library, at }) => {
            const delta = ((CODE_AT + at - 1) % 16) + 1;
            const file = library ? 'lib.so' : 'orders';
            return `f${Math.floor((at - 1) / 16)}+0x${delta.toString(16)} (${file})`;
          });
          expect(top(facts())).toEqual(countOf(truth));
          expect(facts()).toMatchObject({ count: truth.length, others: 0 });
          expect(store.sampling.of).toBe(truth.length);
          expect(store.order.end).toBeLessThanOrEqual(truth.length);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('are named by where the probe was hit in processes that were never seen', async () => {
    const { add, name, facts } = capture(4, new Map());
    const calls = Array.from({ length: 20_000 }, (_, at) => {
      const base = 0x5500_0000_0000 + at * 0x10000;
      return { thread: 100 + at, ip: base + 0x1150, caller: base + CODE_AT + 5 };
    });
    add(0, calls.slice(0, 10));
    await name();
    add(0, calls.slice(10));
    // Each was another process: what was counted before their function had a name keeps its address until then.
    expect([...top(facts())]).toEqual([['f0+0x5 (orders)', 20_000]]);
  });

  it('of the kernel, of nothing and of what has no function are told by what is known', async () => {
    const bases = new Map([[1, 0x1000_0000]]);
    const { callers, add, facts } = capture(4, bases);
    const ip = 0x1000_1150;
    const stray = { thread: 1, ip, caller: 0x7777_0000_0000 };
    const own = { thread: 1, ip, caller: 0x1000_1205 };
    add(0, [stray, own, { thread: 1, ip, caller: 0xffff_ffff_8123_4567n }, own]);
    const asked = await callers.names.next();
    callers.names.take(asked!, {
      builds: [null],
      files: asked!.files.map(({ at }) => at.map(() => null)),
      kernel: [{ name: 'do_work', delta: 4 }],
    });
    expect(top(facts())).toEqual(
      new Map([
        ['+0x1205 (orders)', 2],
        ['0x777700000000', 1],
        ['do_work+0x5', 1],
      ]),
    );
  });

  it('beyond the first 10,000 places are told as others, and none is lost', () => {
    const { add, facts } = capture(4, new Map());
    const calls = Array.from({ length: 30_000 }, (_, at) => ({
      thread: 1,
      ip: 0x1000_1151,
      caller: 0x7000_0000_0000 + at * 64,
    }));
    add(0, calls);
    expect(facts()).toMatchObject({ count: 30_000, others: 20_000 });
    add(0, calls);
    expect(facts()).toMatchObject({ count: 60_000, others: 40_000 });
  });

  it('are let go where they are masked', () => {
    const { store, callers, add, facts } = capture(4, new Map([[1, 0x1000_0000]]));
    const call = { thread: 1, ip: 0x1000_1150, caller: 0x1000_1205 };
    add(0, [call, call]);
    store.mask(field => field === 'caller');
    callers.masked();
    add(0, [call]);
    expect([...top(facts())]).toEqual([['masked', 3]]);
  });
});
