import { describe, expect, it } from 'vitest';
import { truthSentences } from '../../../src/extension/probesView/truthSentences';
import { probeTooltip } from '../../../src/extension/probesView/tooltip';
import { haltedSentence, offerSentence } from '../../../src/extension/rearm/rearmSentences';
import type { OwnedProbe } from '../../../src/extension/session/ownedProbe';
import { inEnglish } from '../../../src/extension/text/translate';
import { helperProbe, userRequest } from './support/sampleProbes';

const style = { t: inEnglish, locale: 'en' };
const same = { state: 'same' } as const;
const nobody = { processes: 0, users: 0, containers: 0, unseen: 0 };
const many = { processes: 1203, users: 9, containers: 12, unseen: 0 };

function owned(more: Partial<OwnedProbe> = {}): OwnedProbe {
  const request = userRequest('price_order');
  return { key: 1, request, probe: helperProbe(1), state: 'armed', ...more };
}

describe('what a tooltip says of a probe’s file', () => {
  const table: [string, Partial<OwnedProbe>, (string | RegExp)[]][] = [
    ['nothing before it was looked at', {}, []],
    ['nothing where all is well', { file: same }, []],
    ['that it was rebuilt', { file: { state: 'replaced' } }, [/^Stale: the file was rebuilt/]],
    [
      'that it was stopped as it was written over',
      { state: 'stopped', isHalted: true, file: { state: 'overwritten' } },
      [/was stopped at once\. Re-arm makes it again.*restart programs/],
    ],
    [
      'that it was written over, where it was not armed',
      { state: 'stopped', file: { state: 'overwritten' } },
      [/is not in the code it was made for/],
    ],
    ['that it was deleted', { file: { state: 'gone' } }, [/^The file was deleted/]],
    [
      'that its process has ended',
      { file: { state: 'untold' }, mappers: nobody },
      [/^Whether the file is still there/, 'No process runs orders now.'],
    ],
    [
      'who runs it',
      { file: same, mappers: many },
      ['orders is mapped by 1,203 processes of 9 users, 12 containers among them.'],
    ],
    [
      'who runs it at least',
      { file: same, mappers: { ...many, containers: 1, unseen: 3 } },
      ['orders is mapped by at least 1,203 processes, one container among them.'],
    ],
    ['that nobody runs it', { file: same, mappers: nobody }, ['No process runs orders now.']],
    [
      'not that nobody runs it, where it counts',
      { file: same, mappers: nobody, rate: 3, hits: 9n },
      [],
    ],
    ['not who ran what was lost', { state: 'lost', file: same, mappers: many }, []],
    [
      'since when it counts',
      { file: same, rearmedAt: 1 },
      [/^Re-armed at .* in the rebuilt file: the hits are those since\.$/],
    ],
  ];
  it.each(table)('%s', (_name, more, expected) => {
    const sentences = truthSentences(owned(more), style);
    expect(sentences).toHaveLength(expected.length);
    expected.forEach((text, index) => {
      expect(sentences[index]).toEqual(
        typeof text === 'string' ? text : expect.stringMatching(text),
      );
    });
  });

  it('and where to ask, of a probe that is silent', () => {
    const asks = [{ hits: 0n }, { hits: 9n, rate: 0 }, { hits: 9n, rate: 2 }, {}].map(more =>
      probeTooltip(owned({ file: same, ...more }), style).includes('Why Is It Silent?'),
    );
    expect(asks).toEqual([true, true, false, false]);
  });
});

describe('the question about a rebuilt file', () => {
  const two = [owned(), owned()];
  it.each([
    [[owned()], 'orders was rebuilt since a probe was set, so it no longer fires. Re-arm it?'],
    [two, 'orders was rebuilt since 2 probes were set, so they no longer fire. Re-arm them?'],
  ])('counts its probes', (probes, text) => {
    expect(offerSentence('/srv/orders', probes, style)).toBe(text);
  });

  it('warns of what ran meanwhile where it was written over', () => {
    const overwritten = two.map(probe => ({ ...probe, file: { state: 'overwritten' } as const }));
    expect(offerSentence('/srv/orders', overwritten, style)).toBe(
      `${haltedSentence('/srv/orders', overwritten, style)} Re-arm them?`,
    );
    expect(haltedSentence('/srv/orders', overwritten, style)).toMatch(
      /^orders was written over while 2 probes were set in it\. They are stopped.*restart programs/,
    );
  });
});
