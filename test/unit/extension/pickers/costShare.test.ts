import { describe, expect, it } from 'vitest';
import { costShare } from '../../../../src/extension/pickers/costShare';
import { rateThere } from '../../../../src/extension/pickers/rateThere';
import type { AttachRequest } from '../../../../src/extension/session/attachRequest';
import type { HitCost } from '../../../../src/elf/code/hitCost';
import type { OwnedProbe } from '../../../../src/extension/session/ownedProbe';
import { inEnglish } from '../../../../src/extension/text/translate';
import { target } from '../export/exportSamples';
import { helperProbe, tracepoint } from '../support/sampleProbes';

const settings = { timeToLive: 60, hitsPerSecond: 100_000, cpuShare: 25 };

function request(kind: 'uprobe' | 'uretprobe', cost?: HitCost): AttachRequest {
  return { kind, target: { ...target(), ...(cost && { cost }) } };
}

function share(requests: AttachRequest[], rate?: number, limits = settings) {
  const facts = { settings: limits, emulatesNops: true, rate };
  return costShare(requests, facts, inEnglish, 'en');
}

describe('the cost before anything is attached', () => {
  it('is a share of a CPU at a rate to think with, and where it is stopped', () => {
    expect(share([request('uprobe', 'emulated')])).toEqual({
      label: 'About 0.1% of a CPU at 1,000 hits/s',
      detail:
        'The callers pay; stopped above 100,000 hits/s (10%), counted from the first 0.1 s on',
    });
    expect(share([request('uprobe', 'stepped')])).toEqual({
      label: 'About 1% of a CPU at 1,000 hits/s',
      detail: 'The callers pay; stopped above 25,000 hits/s (25%), counted from the first 0.1 s on',
    });
  });

  it('is at most that where nobody knows', () => {
    expect(share([request('uprobe', 'unknown')]).label).toBe('At most 1% of a CPU at 1,000 hits/s');
    const kernel: AttachRequest = { kind: 'kprobe', symbol: 'vfs_read' };
    expect(share([kernel]).label).toBe('At most 0.1% of a CPU at 1,000 hits/s');
    expect(share([tracepoint]).detail).toMatch(/where this kernel counts its hits$/);
  });

  it('is of entry and return together, at the rate that is counted there', () => {
    const both = [request('uprobe', 'stepped'), request('uretprobe', 'stepped')];
    expect(share(both, 1234.4)).toEqual({
      label: 'About 2.6% of a CPU at 1,234 hits/s, as often as it is hit now',
      detail: 'The callers pay; stopped above 22,727 hits/s (48%), counted from the first 0.1 s on',
    });
  });

  it('says that nothing ends it where no limit is set', () => {
    const none = { timeToLive: 0, hitsPerSecond: 0, cpuShare: 0 };
    expect(share([request('uprobe', 'emulated')], undefined, none).detail).toMatch(
      /no limit is set/,
    );
  });
});

describe('the rate at a place', () => {
  const armed = (on: AttachRequest, rate: number): OwnedProbe => ({
    ...{ key: rate, request: on, probe: helperProbe(rate), state: 'armed', rate },
  });

  it('is that of an armed probe on it, of either kind', () => {
    const other = armed({ kind: 'uprobe', target: target({ offset: 0x9999n }) }, 7);
    const here = armed(request('uretprobe'), 42);
    expect(rateThere(request('uprobe'), [other, here])).toBe(42);
    expect(rateThere(request('uprobe'), [other])).toBeUndefined();
    expect(rateThere(request('uprobe'), [{ ...here, state: 'stopped' }])).toBeUndefined();
  });
});
