import { describe, expect, it } from 'vitest';
import {
  byReason,
  cpuText,
  endedSentence,
  endingSentence,
} from '../../../../src/extension/limits/limitSentences';
import { probeRow } from '../../../../src/extension/probesView/probeRow';
import { probeTooltip } from '../../../../src/extension/probesView/tooltip';
import type { OwnedProbe } from '../../../../src/extension/session/ownedProbe';
import { ProbeStore } from '../../../../src/extension/session/probeStore';
import type { StoppedBy } from '../../../../src/extension/session/ownLimits';
import type { Limits } from '../../../../src/protocol/limits';
import { inEnglish } from '../../../../src/extension/text/translate';
import { helperProbe, userRequest } from '../support/sampleProbes';

/** As it reads, once Markdown is shown. */
const tooltipOf = (probe: OwnedProbe): string => probeTooltip(probe, style).replaceAll('\\', '');

const style = { t: inEnglish, locale: 'en' };
const HOT = { reason: 'budget', hitsPerSecond: 1_200_000 } as const;

function storeOf(limits: Limits, ...symbols: string[]): ProbeStore {
  const store = new ProbeStore();
  store.add(
    symbols.map((symbol, at) => ({
      request: userRequest(symbol),
      probe: helperProbe(at + 1, { limits }),
    })),
  );
  return store;
}

function ended(why: StoppedBy, ...symbols: string[]): string[] {
  const store = storeOf({ ttlSeconds: 60 }, ...symbols);
  const stopped = new Map(store.probes.map(({ key }) => [key, why]));
  store.setStopped(stopped);
  return byReason(stopped, key => store.get(key)).map(group => endedSentence(group, style, true));
}

describe('what is said of probes that ended', () => {
  it('names the rate and what it costs', () => {
    expect(ended(HOT, 'malloc')).toEqual([
      'malloc is hit 1.2M times a second, about 12 CPUs’ worth: it was stopped.',
    ]);
    expect(ended({ reason: 'expired' }, 'f')).toEqual(['f was stopped: its time is over.']);
    expect(ended({ reason: 'budget', hitsPerSecond: 30_000 }, 'f')).toEqual([
      'f is hit 30k times a second, about 30 % of a CPU: it was stopped.',
    ]);
  });

  it('is one sentence for several', () => {
    expect(ended(HOT, 'f', 'g', 'h')).toEqual(['3 probes are hit too often: they were stopped.']);
    expect(ended({ reason: 'expired' }, 'f', 'g')).toEqual([
      '2 probes were stopped: their time is over.',
    ]);
  });

  it('is said of each reason', () => {
    const store = storeOf({}, 'f', 'g', 'h');
    const [f, g, h] = store.probes.map(({ key }) => key) as [number, number, number];
    store.remove([g]);
    const stopped = new Map<number, StoppedBy>([
      [f, { reason: 'expired' }],
      [g, { reason: 'expired' }],
      [h, HOT],
    ]);
    expect(byReason(stopped, key => store.get(key)).map(({ reason }) => reason)).toEqual([
      'budget',
      'expired',
    ]);
  });

  it('gives shares of a CPU as people read them', () => {
    expect([0.004, 0.25, 0.5, 1, 2.96].map(share => cpuText(share, style))).toEqual([
      '0.4 % of a CPU',
      '25 % of a CPU',
      '50 % of a CPU',
      'one CPU’s worth',
      '3 CPUs’ worth',
    ]);
  });
});

describe('a probe whose time is nearly over', () => {
  const aged = (...symbols: string[]): readonly OwnedProbe[] => {
    const store = storeOf({ ttlSeconds: 600 }, ...symbols);
    store.age(performance.now());
    expect(store.probes.every(({ minutesLeft }) => minutesLeft === undefined)).toBe(true);
    store.age(performance.now() + 6.5 * 60_000);
    return store.probes;
  };

  it('says so in its row, and in a sentence', () => {
    const [probe] = aged('f');
    expect(probeRow(probe!, style).description).toBe('4 min left');
    expect(endingSentence(aged('f'), style)).toBe('f stops in 4 minutes.');
    expect(endingSentence(aged('f', 'g'), style)).toBe('2 probes stop in 4 minutes.');
  });

  it('reads as before once it was given more', () => {
    const store = storeOf({ ttlSeconds: 120 }, 'f');
    const [{ key, expiresAt }] = store.probes as [OwnedProbe];
    store.age(performance.now());
    expect(store.get(key)?.minutesLeft).toBe(2);
    store.extend([key], 3_600_000);
    expect(store.get(key)).toMatchObject({ expiresAt: expiresAt! + 3_600_000 });
    expect(store.get(key)?.minutesLeft).toBeUndefined();
    expect(probeRow(store.get(key)!, style).description).toBe('');
  });
});

describe('the row and the tooltip of a probe', () => {
  it.each([
    ['budget', 'stopped: over budget', /more often than its budget allows: 1\.2M\/s/],
    ['expired', 'stopped: expired', /its time was over/],
    ['hits', 'stopped: hit limit reached', /after its hits/],
  ] as const)('tell that it ended by %s, until it is armed again', (reason, row, tip) => {
    const store = storeOf({ ttlSeconds: 60 }, 'f');
    const [{ key }] = store.probes as [OwnedProbe];
    store.setStopped(new Map([[key, { reason, hitsPerSecond: 1_200_000 }]]));
    const stopped = store.get(key)!;
    expect(stopped).toMatchObject({ state: 'stopped', probe: { enabled: false } });
    expect(stopped.expiresAt).toBeUndefined();
    expect(probeRow(stopped, style).description).toBe(row);
    expect(probeRow(stopped, style).icon === 'warning').toBe(reason === 'budget');
    expect(tooltipOf(stopped)).toMatch(tip);

    store.setState([key], 'armed');
    expect(store.get(key)?.expiresAt).toBeGreaterThan(performance.now() + 50_000);
    expect(probeRow(store.get(key)!, style).description).toBe('');
  });

  it('tell what will end it', () => {
    const store = storeOf({ ttlSeconds: 3600, hitsPerSecond: 25_000 }, 'f');
    const [probe] = store.probes as [OwnedProbe];
    expect(tooltipOf(probe)).toMatch(/Stops by itself at \d\d:\d\d\. Stops above 25k/);
    store.setRequest(probe.key, userRequest('f', { limits: { maxHits: 1000, unguarded: true } }));
    const own = tooltipOf(store.get(probe.key)!);
    expect(own).toMatch(/Stops after about 1,000 hits.*Started anyway/);
    expect(own).not.toMatch(/Stops above/);
  });

  it('tell that what cannot be counted is not guarded', () => {
    const store = storeOf({ hitsPerSecond: 25_000 }, 'f');
    store.setCounts([{ handle: 1, hits: 'unknown' }], 1);
    const text = tooltipOf(store.probes[0]!);
    expect(text).toMatch(/hits are unknown, so it is not stopped/);
    expect(text).not.toMatch(/Stops above/);
  });
});
