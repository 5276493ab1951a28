import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Summary } from '../../../scripts/summary.mjs';

const SKIPS = {
  passed: 2,
  failed: [],
  skipped: [
    { name: 'a', reason: 'this kernel has no CONFIG_KPROBES', kernelProperty: 'CONFIG_KPROBES' },
    { name: 'b', reason: 'it needs root' },
  ],
};

describe('the summary of npm test', () => {
  const printed: string[] = [];
  beforeEach(() => {
    printed.length = 0;
    vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  });
  afterEach(() => vi.restoreAllMocks());

  it('counts skips and says why', () => {
    const summary = new Summary(false);
    summary.add('unit', 1500, 0, SKIPS);
    expect(summary.lastLines()).toBe('2 passed, 0 failed, 2 skipped');
    expect(printed.join('\n')).toContain('skipped b: it needs root');
    expect(printed.join('\n')).toContain('(1.5 s)');
  });

  it('in CI accepts no skip but of a kernel property', () => {
    const summary = new Summary(true);
    summary.add('unit', 0, 0, SKIPS);
    expect(summary.lastLines()).toBe('✗ unit: b\n    it needs root\n2 passed, 1 failed, 1 skipped');
    expect(printed.join('\n')).toContain('failed: b');
  });

  it('says again at the end what failed and why', () => {
    const summary = new Summary(true);
    const failed = [{ name: 'c', reasons: ['Error: in vain', 'Error: no picture'] }];
    summary.add('ui-1.100', 0, 0, { passed: 1, failed, skipped: [] });
    summary.add('ui-vm', 0, 0, { passed: 1, failed: [], skipped: [] });
    expect(summary.lastLines().split('\n')).toEqual([
      '✗ ui-1.100: c',
      '    Error: in vain',
      '    Error: no picture',
      '2 passed, 1 failed, 0 skipped',
    ]);
  });
});
