import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunningFile } from '../../../../src/processes/sameName';
import { findings } from '../../../../src/extension/silent/findings';
import type { SilentFacts } from '../../../../src/extension/silent/silentFacts';
import { inEnglish } from '../../../../src/extension/text/translate';

const style = { t: inEnglish, locale: 'en' };
const nobody = { processes: 0, users: 0, containers: 0, unseen: 0 };
const three = { processes: 3, users: 2, containers: 1, unseen: 0 };
const at = new Date();
at.setHours(0, 0, 0, 0);
const builtAt = at.getTime();

const facts: SilentFacts = {
  label: 'price_order',
  file: 'orders',
  path: '/srv/orders',
  state: 'armed',
  fileNow: { state: 'same' },
  inode: 11n,
  mappers: three,
  twins: [],
};

function running(path: string, pids: number[], more: Partial<RunningFile> = {}): RunningFile {
  const mappers = pids.map(pid => ({ pid, uid: 0 }));
  return { path, dev: 1n, inode: 99n, deleted: false, mappers, ...more };
}

const image = running('/var/lib/image/orders', [7]);
const older = running('/srv/orders', [8, 9], { deleted: true });

describe('why a probe is silent', () => {
  const table: [string, Partial<SilentFacts>, [string, string | undefined][], RegExp][] = [
    ['lost', { state: 'lost' }, [['lost', 'recreate']], /lost with its helper/],
    [
      'counting, with a filter and of some processes only',
      { hits: 12n, rate: 3, filter: 'qty > 3', scope: 'my processes' },
      [
        ['counting', undefined],
        ['filtered', 'filter'],
        ['outOfScope', 'scope'],
      ],
      /is not silent/,
    ],
    [
      'hit lately, with a filter',
      { hits: 12n, rate: 0, filter: 'qty > 3' },
      [
        ['filtered', 'filter'],
        ['notCalled', undefined],
      ],
      /counts \(12 hits\), but its events are captured only if qty > 3\.$/,
    ],
    [
      'hit lately, of some processes only',
      { hits: 12n, rate: 0, scope: 'my processes' },
      [
        ['outOfScope', 'scope'],
        ['notCalled', undefined],
      ],
      /in all processes, but only events of my processes are captured\.$/,
    ],
    [
      'not hit at all, with a filter',
      { hits: 0n, filter: 'qty > 3' },
      [['notCalled', undefined]],
      /./,
    ],
    ['stopped', { state: 'stopped' }, [['stopped', 'start']], /is stopped/],
    [
      'stopped by the helper',
      { state: 'stopped', stoppedBy: { reason: 'expired' } },
      [['stopped', 'start']],
      /is stopped: its calls are not counted\. Stopped, as its time was over\./,
    ],
    [
      'rebuilt, both builds running',
      {
        fileNow: { state: 'replaced', builtAt },
        inodeNow: 12n,
        newMappers: { ...nobody, processes: 5 },
      },
      [['replaced', 'rearm']],
      /rebuilt at 00:00: inode 11 is probed, and its path leads to inode 12 now\. Still running the probed one: 3\. Running the new one: 5\./,
    ],
    [
      'rebuilt, and nobody runs the probed build',
      { fileNow: { state: 'replaced', builtAt }, inodeNow: 12n, mappers: nobody },
      [['replaced', 'rearm']],
      /Nobody runs the probed one any more\.$/,
    ],
    [
      'stopped, and rebuilt since',
      { state: 'stopped', fileNow: { state: 'replaced', builtAt } },
      [
        ['stopped', 'start'],
        ['replaced', 'rearm'],
      ],
      /stopped/,
    ],
    [
      'written over',
      { state: 'stopped', fileNow: { state: 'overwritten', builtAt } },
      [
        ['overwritten', 'rearm'],
        ['stopped', undefined],
      ],
      /Restart programs/,
    ],
    [
      'lost, and rebuilt since',
      { state: 'lost', fileNow: { state: 'replaced', builtAt } },
      [
        ['replaced', 'rearm'],
        ['lost', undefined],
      ],
      /was rebuilt/,
    ],
    ['deleted', { fileNow: { state: 'gone' } }, [['deleted', 'remove']], /can start from it/],
    [
      'nobody runs the file',
      { mappers: nobody },
      [['notMapped', undefined]],
      /^No process runs orders now\. Start the program/,
    ],
    [
      'nobody runs the file, and the process that led to it has ended',
      { fileNow: { state: 'untold' }, mappers: nobody },
      [['untold', undefined]],
      /^No process runs orders now\. Whether the file is still there, or was rebuilt, cannot be told/,
    ],
    [
      'none of the user’s processes run the file',
      { mappers: { ...nobody, unseen: 4 } },
      [['notMapped', undefined]],
      /^No process of yours runs orders now; 4 others may not be looked at\./,
    ],
    [
      'another file of that name runs instead',
      { mappers: nobody, twins: [image] },
      [['twin', 'probeTwin']],
      /\/var\/lib\/image\/orders, in process 7\./,
    ],
    [
      'only an older build runs',
      { mappers: nobody, twins: [older, image] },
      [['oldBuild', undefined]],
      /An older build of orders, deleted since, still runs in 2 processes/,
    ],
    [
      'it runs and is not called',
      {},
      [['notCalled', undefined]],
      /^orders is mapped by 3 processes of 2 users, one container among them\. .*was simply not called since/,
    ],
    [
      'it was called before',
      { hits: 4n, rate: 0 },
      [['notCalled', undefined]],
      /is not called just now/,
    ],
    [
      'everything that may be so',
      {
        twins: [older, image],
        code: { aliases: ['price2'], isShort: true, isInside: true },
      },
      [
        ['notCalled', undefined],
        ['short', 'reveal'],
        ['inside', 'reveal'],
        ['alias', undefined],
        ['oldBuild', undefined],
        ['twin', 'probeTwin'],
      ],
      /not called/,
    ],
    ['it counts', { hits: 9n, rate: 2.5 }, [['counting', undefined]], /2\.5 calls a second/],
    [
      'it counts, though another copy runs',
      { rate: 2, twins: [image] },
      [['counting', undefined]],
      /not silent/,
    ],
  ];
  it.each(table)('%s', (_name, more, expected, text) => {
    const found = findings({ ...facts, ...more }, style);
    expect(found.map(({ kind, fix }) => [kind, fix?.kind])).toEqual(expected);
    expect(found[0]?.sentence).toMatch(text);
  });

  it('always has an answer, and never offers one thing twice', () => {
    const state = fc.constantFrom('armed' as const, 'stopped' as const, 'lost' as const);
    const file = fc.constantFrom(
      ...(['same', 'replaced', 'overwritten', 'gone', 'untold'] as const),
    );
    const mappers = fc.record({
      processes: fc.nat(3),
      users: fc.nat(3),
      containers: fc.nat(3),
      unseen: fc.nat(3),
    });
    const twins = fc.subarray([image, older]);
    const code = fc.option(
      fc.record({
        aliases: fc.array(fc.string(), { maxLength: 2 }),
        isShort: fc.boolean(),
        isInside: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(state, file, mappers, mappers, twins, code, fc.option(fc.nat(9)), (...made) => {
        const [of, now, who, newer, others, decoded, rate] = made;
        const found = findings(
          {
            ...{ ...facts, state: of, fileNow: { state: now, builtAt } },
            ...{ mappers: who, newMappers: newer, twins: others },
            ...(decoded ? { code: decoded } : {}),
            ...(rate === null ? {} : { rate }),
          },
          style,
        );
        const kinds = found.map(({ kind }) => kind);
        expect(found.length).toBeGreaterThan(0);
        expect(new Set(kinds).size).toBe(kinds.length);
        expect(found.every(({ sentence }) => sentence.endsWith('.'))).toBe(true);
        // A certain reason leaves no room for guesses.
        expect(kinds.includes('notCalled') && kinds.includes('replaced')).toBe(false);
        expect(kinds.includes('stopped')).toBe(of === 'stopped');
      }),
    );
  });
});
