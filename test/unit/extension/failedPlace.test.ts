import { describe, expect, it } from 'vitest';
import { describeFailures } from '../../../src/extension/errors/describeError';
import { failedPlace } from '../../../src/extension/errors/failedPlace';
import { inEnglish } from '../../../src/extension/text/translate';
import { samples } from './export/exportSamples';

const user = samples['uprobe on three functions']!;
const kernel = samples['kretprobe on two functions']!;
const error = { code: 'notFound', message: 'no' } as const;

describe('what a failure is about', () => {
  it.each([
    [user, 'p:g/e /proc/self/fd/9:0x1200 id=%di:u64', 'ship'],
    [user, 'p:g/e /proc/self/fd/9:0x1304(0x10) id=%di:u64', 'bill+0x4'],
    [user, 'p:g/e /proc/self/fd/9:0x9999', '3 functions of orders'],
    [kernel, 'r:g/e vfs_write', 'vfs_write'],
    [kernel, 'r:g/e ext4:vfs_write', 'vfs_write'],
    [kernel, 'r:g/e gone', 'vfs_*'],
    [samples['kprobe']!, 'p:g/e gone', 'do_sys_openat2'],
  ])('is the function of the line that was refused: %#', (request, line, name) => {
    expect(failedPlace(request, { ...error, line })).toBe(name);
  });

  it('is all of them where no line was refused', () => {
    expect(failedPlace(user, error)).toBe('3 functions of orders');
  });

  it('is the kernel, where that is too old for several', () => {
    const old = { code: 'notSupported', message: 'no' } as const;
    const sentence = (request: typeof user): string =>
      describeFailures([{ request, error: old }], inEnglish).message;
    expect(sentence(user)).toMatch(/^Before Linux 5\.4 .*separate probes\.$/);
    expect(sentence(samples['kprobe']!)).toMatch(/^This kernel cannot/);
  });
});
