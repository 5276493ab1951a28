import { describe, expect, it } from 'vitest';
import type { AttachRequest } from '../../../src/extension/session/attachRequest';
import type { OwnedProbe } from '../../../src/extension/session/ownedProbe';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { groupRow } from '../../../src/extension/probesView/groupRow';
import {
  foreignProbeRow,
  foreignRow,
  orphanRow,
} from '../../../src/extension/probesView/otherRows';
import { probeRow } from '../../../src/extension/probesView/probeRow';
import { inEnglish } from '../../../src/extension/text/translate';
import { helperProbe, kernelReturn, tracepoint, userRequest } from './support/sampleProbes';

const style = { t: inEnglish, locale: 'en' };
const same = { state: 'same' } as const;
const nobody = { processes: 0, users: 0, containers: 0, unseen: 0 };
const TODAY = Date.now() - 60_000;
const HOUR = `${two(new Date(TODAY).getHours())}:${two(new Date(TODAY).getMinutes())}`;

function two(part: number): string {
  return String(part).padStart(2, '0');
}

function owned(request: AttachRequest, more: Partial<OwnedProbe> = {}): OwnedProbe {
  return { key: 1, request, probe: helperProbe(1), state: 'armed', ...more };
}

describe('the row of a probe', () => {
  const cases: [string, OwnedProbe, string, string][] = [
    ['without a count yet', owned(userRequest('f')), 'f', ''],
    ['one hit', owned(userRequest('f'), { hits: 1n }), 'f', '1 hit'],
    [
      'many, with a rate',
      owned(userRequest('f'), { hits: 12403n, rate: 1234 }),
      'f',
      '12,403 hits · 1.2k/s',
    ],
    ['exact to five digits', owned(userRequest('f'), { hits: 99_999n }), 'f', '99,999 hits'],
    ['short from six', owned(userRequest('f'), { hits: 123_456n }), 'f', '123.5k hits'],
    ['very many', owned(userRequest('f'), { hits: 12_345_678_901n }), 'f', '12.3B hits'],
    [
      'a return probe',
      owned(userRequest('f', { kind: 'uretprobe' }), { hits: 2n, rate: 0.5 }),
      'f',
      '2 hits · 0.5/s · return',
    ],
    [
      'a filter',
      owned(userRequest('f', { filter: 'qty > 3\u202e' }), { hits: 2n }),
      'f',
      '2 hits · if qty > 3\\u202e',
    ],
    [
      'missed calls',
      owned(kernelReturn, { hits: 881n, misses: 2n }),
      'do_sys_openat2',
      '2 missed · 881 hits · return',
    ],
    [
      'very many missed calls',
      owned(kernelReturn, { hits: 1n, misses: 1_234_567n }),
      'do_sys_openat2',
      '1.2M missed · 1 hit · return',
    ],
    [
      'none missed',
      owned(kernelReturn, { hits: 881n, misses: 0n }),
      'do_sys_openat2',
      '881 hits · return',
    ],
    [
      'a count that cannot be told',
      owned(userRequest('f'), { hits: 'unknown' }),
      'f',
      'hits unknown',
    ],
    [
      'a tracepoint',
      owned(tracepoint, { hits: 'unknown' }),
      'sched:sched_switch',
      'not counted · tracepoint',
    ],
    [
      'stopped, whose last rate is past',
      owned(userRequest('f'), { hits: 7n, state: 'stopped', rate: 3 }),
      'f',
      'stopped · 7 hits',
    ],
    [
      'a file that was built anew',
      owned(userRequest('f'), { hits: 7n, file: { state: 'replaced' } }),
      'f',
      'stale: rebuilt since · 7 hits',
    ],
    [
      'a file that was built anew today',
      owned(userRequest('f'), { file: { state: 'replaced', builtAt: TODAY } }),
      'f',
      `stale: rebuilt ${HOUR}`,
    ],
    [
      'lost, and built anew since',
      owned(userRequest('f'), { hits: 7n, state: 'lost', file: { state: 'replaced' } }),
      'f',
      'lost · stale: rebuilt since',
    ],
    [
      'a file that was written over',
      owned(userRequest('f'), {
        state: 'stopped',
        isHalted: true,
        file: { state: 'overwritten', builtAt: TODAY },
      }),
      'f',
      'stale: overwritten · stopped',
    ],
    ['a deleted file', owned(userRequest('f'), { file: { state: 'gone' } }), 'f', 'deleted'],
    [
      'a file that nobody runs',
      owned(userRequest('f'), { hits: 0n, file: same, mappers: nobody }),
      'f',
      'no process runs this file · 0 hits',
    ],
    [
      'a file that no process of the user runs',
      owned(userRequest('f'), { file: same, mappers: { ...nobody, unseen: 9 } }),
      'f',
      'no process of yours runs this file',
    ],
    [
      'a file that nobody runs, whose process has ended',
      owned(userRequest('f'), { file: { state: 'untold' }, mappers: nobody }),
      'f',
      'no process runs this file',
    ],
    [
      'a file that others may run, whose process has ended',
      owned(userRequest('f'), { file: { state: 'untold' }, mappers: { ...nobody, unseen: 9 } }),
      'f',
      'cannot be told: the process that led to it has ended',
    ],
    [
      'a file that counts again',
      owned(userRequest('f'), { hits: 9n, rate: 3, file: same, mappers: nobody }),
      'f',
      '9 hits · 3/s',
    ],
    ['a file that is there', owned(userRequest('f'), { hits: 7n, file: same }), 'f', '7 hits'],
    ['lost', owned(userRequest('f'), { hits: 7n, state: 'lost' }), 'f', 'lost'],
    [
      'an offset past the symbol',
      owned({ kind: 'kprobe', symbol: 'vfs_read', offset: 0x14n }),
      'vfs_read+0x14',
      '',
    ],
    [
      'a name that would leave no room for the counts',
      owned(userRequest('_ZNSt6vectorIiSaIiEE9push_backEOi'), { hits: 7n }),
      '_ZNSt6vecto…push_backEOi',
      '7 hits',
    ],
    [
      'the demangled name',
      owned(userRequest('_Zx', { target: { ...userRequest('_Zx').target, displayName: 'x()' } })),
      'x',
      '',
    ],
  ];

  it.each(cases)('%s', (_name, probe, label, description) => {
    const row = probeRow(probe, style);
    expect([row.label, row.description]).toEqual([label, description]);
  });

  it('says by its icon too that calls were missed', () => {
    const icons = [0n, 2n, 'unknown' as const].map(
      misses => probeRow(owned(kernelReturn, { hits: 1n, misses }), style).icon,
    );
    expect(icons).toEqual(['reply', 'warning', 'reply']);
  });

  it('tells state by icon, text and checkbox, not by colour alone', () => {
    const rows = (['armed', 'stopped', 'lost'] as const).map(state => {
      const { icon, description, checked } = probeRow(owned(userRequest('f'), { state }), style);
      return JSON.stringify([icon, description, checked]);
    });
    expect(new Set(rows).size).toBe(3);
  });

  it('says by icon and menu what a stale probe needs, and that one in a file nobody runs is well', () => {
    const looks = [
      owned(userRequest('f'), { file: same }),
      owned(userRequest('f'), { file: { state: 'replaced' } }),
      owned(userRequest('f'), { file: same, mappers: nobody }),
    ].map(probe => {
      const { icon, color, context } = probeRow(probe, style);
      return [icon, color, context.split(' ').includes('rearmable')];
    });
    expect(looks).toEqual([
      ['symbol-function', 'charts.green', false],
      ['warning', 'list.warningForeground', true],
      ['circle-slash', 'disabledForeground', false],
    ]);
  });

  it('is not offered to be started where it would be in other code, or is not there any more', () => {
    const file = (state: 'replaced' | 'overwritten' | 'same') => ({ file: { state } });
    const offers = [
      owned(userRequest('f'), { state: 'stopped', ...file('same') }),
      owned(userRequest('f'), { state: 'stopped', ...file('replaced') }),
      owned(userRequest('f'), { state: 'stopped', ...file('overwritten') }),
      owned(userRequest('f'), { state: 'lost', ...file('same') }),
      owned(userRequest('f'), { state: 'lost', ...file('replaced') }),
    ].map(probe =>
      probeRow(probe, style)
        .context.match(/startable|rearmable/g)
        ?.join(' '),
    );
    expect(offers).toEqual([
      'startable',
      'startable rearmable',
      'rearmable',
      'startable',
      'rearmable',
    ]);
  });

  it('is read out with its kind and state', () => {
    const probe = owned(userRequest('f', { kind: 'uretprobe' }), { hits: 3n });
    expect(probeRow(probe, style).accessibilityLabel).toBe('f, probe on return, armed, 3 hits');
  });

  it('shows control characters of a hostile name by number', () => {
    const { label } = probeRow(owned(userRequest('a\u202e\nb')), style);
    expect(label).toBe('a\\u202e\\u000ab');
  });
});

describe('the row of a group', () => {
  it('is named by the file and counts its probes, with nothing that moves', () => {
    const store = new ProbeStore();
    store.add([1, 2].map(handle => ({ request: userRequest('f'), probe: helperProbe(handle) })));
    store.setCounts(
      [1, 2].map(handle => ({ handle, hits: 0n })),
      0,
    );
    store.setCounts(
      [1, 2].map(handle => ({ handle, hits: 600n })),
      1000,
    );
    const [group] = store.groups;
    const row = groupRow(group!, store.groups, style);
    expect([row.label, row.description]).toEqual(['orders', 'this window · 2 probes']);
    const { description } = groupRow(group!, [group!], style, 'events of my processes');
    expect(description).toBe('events of my processes · this window · 2 probes');
  });

  it('adds the folder where two files are called the same', () => {
    const store = new ProbeStore();
    store.add([
      { request: userRequest('f', {}, '/a/orders'), probe: helperProbe(1) },
      { request: userRequest('f', {}, '/b/orders'), probe: helperProbe(2) },
      { request: kernelReturn, probe: helperProbe(3) },
    ]);
    const labels = store.groups.map(group => groupRow(group, store.groups, style).label);
    expect(labels).toEqual(['a/orders', 'b/orders', 'kernel']);
  });
});

describe('rows of others', () => {
  it('say that they are only shown', () => {
    const foreign = { group: 'perf\u0000', event: 'open', line: 'p:perf/open …' };
    expect(foreignRow([foreign], style)).toMatchObject({
      label: "Other tools' probes (1)",
      description: 'read-only',
      collapsible: 'collapsed',
      context: 'foreign',
    });
    expect(foreignProbeRow(foreign, style)).toMatchObject({
      label: 'open',
      description: 'perf\\u0000',
      context: 'foreignProbe',
    });
  });

  it('offer to sweep what a dead helper left', () => {
    const orphan = {
      owner: 'probescope_u0_p9_x',
      pid: 9,
      events: 200,
      lines: ['p:a/b c'],
      instance: true,
    };
    expect(orphanRow(orphan, style)).toMatchObject({
      label: 'Helper 9',
      description: '200 events',
      context: 'orphan sweepable',
    });
  });
});
