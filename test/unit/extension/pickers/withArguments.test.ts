import { describe, expect, it } from 'vitest';
import { callValues, callValuesText } from '../../../../src/extension/pickers/withArguments';
import { inEnglish } from '../../../../src/extension/text/translate';
import { userRequest } from '../support/sampleProbes';

const fetches = (...args: Parameters<typeof callValues>): string[] | undefined =>
  callValues(...args)?.map(({ name, fetch, type }) => `${name ?? ''}=${fetch}:${type ?? ''}`);

describe('what a call hands over', () => {
  it('are the registers of the machine at the entry of a function', () => {
    expect(fetches(userRequest('work'), 'x86-64')).toEqual(
      ['%di', '%si', '%dx', '%cx', '%r8', '%r9'].map((name, at) => `arg${at + 1}=${name}:x64`),
    );
    expect(fetches(userRequest('work'), 'AArch64')).toHaveLength(8);
    expect(fetches({ kind: 'kprobe', symbol: 'vfs_read' }, undefined)?.[5]).toBe('arg6=$arg6:x64');
  });

  it('is its value at the return', () => {
    expect(fetches(userRequest('work', { kind: 'uretprobe' }), 'x86-64')).toEqual([
      'ret=$retval:x64',
    ]);
    expect(callValuesText(userRequest('work', { kind: 'uretprobe' }), [], inEnglish).label).toBe(
      'Attach With Return Value',
    );
  });

  it('is not offered where it is not known', () => {
    const request = userRequest('work');
    const inside = { ...request, target: { ...request.target, delta: 5n } };
    const go = { ...request, target: { ...request.target, isGo: true } };
    const chosen = { ...request, args: [{ fetch: '%di' }] };
    expect([
      fetches(request, 'RISC-V'),
      fetches(inside, 'x86-64'),
      fetches(go, 'x86-64'),
      fetches(chosen, 'x86-64'),
      fetches({ kind: 'tracepoint', system: 'sched', event: 'sched_switch' }, undefined),
      fetches({ kind: 'kprobe', symbol: 'vfs_read', offset: 4n }, undefined),
    ]).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
  });
});
