import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OthersStore } from '../../../src/extension/session/othersStore';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { tooltip } from '../../../src/extension/probesView/tooltip';
import {
  codeSpan,
  escapeMarkdown,
  printable,
  unlinked,
} from '../../../src/extension/text/markdown';
import { inEnglish } from '../../../src/extension/text/translate';
import { helperProbe, kernelReturn, tracepoint, userRequest } from './support/sampleProbes';

const style = { t: inEnglish, locale: 'en' };

describe('unlinked', () => {
  it('leaves nothing that a notification makes a link of, and all that can be read', () => {
    // As VS Code's `parseLinkedText` finds them.
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)/i;
    const text = 'lib[open](command:workbench.action.quit).so';
    expect(text).toMatch(link);
    expect(unlinked(text)).not.toMatch(link);
    expect(printable(text)).not.toMatch(link);
    expect(unlinked(text).replaceAll('\u200b', '')).toBe(text);
    expect(unlinked('std::vector<int>::operator[](int)')).toBe('std::vector<int>::operator[](int)');
  });
});

describe('escapeMarkdown', () => {
  it('leaves no character that Markdown or HTML would read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const bare = escapeMarkdown(text).replace(/\\[^]/g, '');
        expect(bare).not.toMatch(/[`*_{}[\]()#+!|<>~&\n]/);
      }),
    );
  });
});

describe('codeSpan', () => {
  it('is one span that holds the whole text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ', '\n', '<') }), text => {
        const span = codeSpan(text);
        const fence = /^`+/.exec(span)?.[0] ?? '';
        const inside = span.slice(fence.length, -fence.length);
        if (text !== '' && !text.startsWith('`')) {
          expect(inside.replaceAll(/`+/g, run => (run === fence ? '!' : run))).toBe(
            text.endsWith('`') ? ` ${printable(text)} ` : printable(text),
          );
        }
        expect(span.endsWith(fence)).toBe(true);
      }),
    );
  });
});

describe('the tooltip of a probe', () => {
  it('has lines, ids, device and build-id, and says what the hits are of', () => {
    const store = new ProbeStore();
    store.add([{ request: userRequest('f'), probe: helperProbe(1) }]);
    store.setCounts([{ handle: 1, hits: 88n }], 0);
    expect(tooltip({ kind: 'probe', key: 1 }, store, new OthersStore(), style)).toBe(
      [
        '**price\\_order** — probe on entry',
        '88 hits since it was attached, over all processes running the file.',
        'Line: `p:g/e /srv/orders:0x1159`',
        'As written: `p:g/e /proc/self/fd/9:0x1159`',
        'Event: `probescope_u0_p1_a_0123456789abcdef/price_order_1`',
        'Event id: `1001`',
        'File: `/srv/orders`',
        'Device\\:inode: `8:1:4711`',
        'Build\\-id: `9f2c`',
      ].join('\n\n'),
    );
  });

  it('keeps saying that it was not proved safe, where an expert overruled that', () => {
    const store = new ProbeStore();
    const request = userRequest('f');
    store.add([
      {
        request: { ...request, target: { ...request.target, risk: 'unreached' } },
        probe: helperProbe(1),
      },
    ]);
    const text = tooltip({ kind: 'probe', key: 1 }, store, new OthersStore(), style);
    expect(text?.replaceAll('\\', '')).toContain(
      'Not proved safe (unreached), attached because “probescope.probes.allowUnproved” is on: the program may compute wrong results or crash.',
    );
  });

  it('counts exactly, and has the rate that a narrow row cuts off', () => {
    const store = new ProbeStore();
    store.add([{ request: userRequest('f'), probe: helperProbe(1) }]);
    store.setCounts([{ handle: 1, hits: 1_000_000n }], 0);
    store.setCounts([{ handle: 1, hits: 1_234_567n }], 100_000);
    const text = tooltip({ kind: 'probe', key: 1 }, store, new OthersStore(), style);
    expect(text?.replaceAll('\\', '')).toContain(
      '1,234,567 hits since it was attached, over all processes running the file. 2.3k/s at the last look.',
    );
  });

  it('explains missed calls, unknown counts and lost probes', () => {
    const store = new ProbeStore();
    store.add([
      { request: kernelReturn, probe: helperProbe(1) },
      { request: userRequest('f'), probe: helperProbe(2) },
      { request: tracepoint, probe: helperProbe(3, { written: '', canonical: '' }) },
    ]);
    store.setCounts(
      [
        { handle: 1, hits: 1n, misses: 2n },
        { handle: 2, hits: 'unknown' },
        { handle: 3, hits: 'unknown' },
      ],
      0,
    );
    const texts = [1, 2, 3].map(key =>
      tooltip({ kind: 'probe', key }, store, new OthersStore(), style),
    );
    expect(texts[0]).toContain('2 missed: more calls were in flight');
    expect(texts[1]).toContain('cannot tell the hits');
    expect(texts[2]).toContain('does not count the hits of tracepoints');
    expect(texts[2]).not.toContain('Line:');
    store.loseAll();
    expect(tooltip({ kind: 'probe', key: 2 }, store, new OthersStore(), style)).toContain(
      'Start makes it again',
    );
  });

  it('names the group of the kernel over the probes of a file', () => {
    const store = new ProbeStore();
    store.add([{ request: userRequest('f'), probe: helperProbe(1) }]);
    const group = { kind: 'group', target: '/srv/orders' } as const;
    const text = tooltip(group, store, new OthersStore(), style, 'events of my processes');
    expect(text).toContain('`probescope_u0_p1_a_0123456789abcdef`');
    expect(text).toContain('all processes running the file');
    expect(text).toContain('events of my processes');
  });
});
