import { describe, expect, it } from 'vitest';
import { TracefsError, type KernelProbe } from '../../../src/tracefs/index';
import type { NamedProbe } from '../../../src/tracefs/namedProbe';
import { retryProbe } from '../../../src/tracefs/syscallRetry';

function probe(symbol: string, more: Partial<KernelProbe> = {}): NamedProbe {
  return {
    kind: 'kprobe',
    group: 'g',
    event: 'e',
    target: { symbol, offset: 0n },
    args: [],
    ...more,
  };
}

const MISSING = new TracefsError('notFound', '', { errno: 'ENOENT' });
const RETPROBE = { timestamp: '1.0', subsystem: 'trace_kprobe', command: '', column: 0 };

describe('retryProbe', () => {
  it('gives a missing system call its wrapped name', () => {
    expect(retryProbe(probe('sys_openat'), MISSING, 'x64')).toEqual(
      probe('sys_openat', { target: { symbol: '__x64_sys_openat', offset: 0n } }),
    );
  });

  it.each([
    ['said to be no entry, before 5.11', 'Retprobe address must be an function entry'],
    ['without a log, before 5.2', undefined],
  ])('knows a missing symbol of a kretprobe %s', (_, text) => {
    const log = text === undefined ? {} : { log: { ...RETPROBE, text } };
    const error = new TracefsError('invalidInput', '', { errno: 'EINVAL', ...log });
    expect(retryProbe(probe('sys_openat', { kind: 'kretprobe' }), error, 'x64')).toBeDefined();
  });

  it.each<[what: string, of: NamedProbe, error: unknown, arch: string]>([
    ['another symbol', probe('vfs_read'), MISSING, 'x64'],
    ['a wrapped name', probe('__x64_sys_openat'), MISSING, 'x64'],
    [
      'a symbol of a module',
      probe('', { target: { symbol: 'sys_x', module: 'm', offset: 0n } }),
      MISSING,
      'x64',
    ],
    ['an address', probe('', { target: { address: 1n } }), MISSING, 'x64'],
    ['a machine without wrappers', probe('sys_openat'), MISSING, 'loong64'],
    [
      'another failure',
      probe('sys_openat'),
      new TracefsError('busy', '', { errno: 'EBUSY' }),
      'x64',
    ],
    [
      'a wrong argument',
      probe('sys_openat'),
      new TracefsError('invalidInput', '', {
        errno: 'EINVAL',
        log: { ...RETPROBE, text: 'Unknown type is specified' },
      }),
      'x64',
    ],
    ['an error of ours', probe('sys_openat'), new Error('odd'), 'x64'],
    [
      'a uprobe',
      {
        kind: 'uprobe',
        group: 'g',
        event: 'e',
        target: { path: '/sys_open', offset: 1n },
        args: [],
      },
      MISSING,
      'x64',
    ],
  ])('never tries %s again', (_, of, error, arch) => {
    expect(retryProbe(of, error, arch)).toBeUndefined();
  });
});
