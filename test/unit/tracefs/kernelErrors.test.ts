import { describe, expect, it } from 'vitest';
import { createError, kindError } from '../../../src/tracefs/commandErrors';
import { fileError } from '../../../src/tracefs/kernelErrors';
import type { ErrorLogEntry, KernelProbe, UserProbe } from '../../../src/tracefs/index';

const KPROBE: KernelProbe = { kind: 'kprobe', target: { symbol: 'f', offset: 0n }, args: [] };
const UPROBE: UserProbe = { kind: 'uprobe', target: { path: '/t', offset: 1n }, args: [] };

/** As Node throws what a system call answers. */
function systemError(errno: number, code: string): Error {
  return Object.assign(new Error(`${code}: write`), { errno: -errno, code, syscall: 'write' });
}

function logged(text: string): ErrorLogEntry {
  return { timestamp: '1.000000', subsystem: 'trace_kprobe', text, command: 'p f', column: 2 };
}

describe('a refused command', () => {
  it.each([
    [2, 'ENOENT', 'notFound'],
    [84, 'EILSEQ', 'badBoundary'],
    [34, 'ERANGE', 'offsetTooBig'],
    [22, 'EINVAL', 'invalidInput'],
    [99, 'EADDRNOTAVAIL', 'invalidInput'],
    [17, 'EEXIST', 'exists'],
    [16, 'EBUSY', 'busy'],
    [13, 'EACCES', 'denied'],
    [1, 'EPERM', 'denied'],
    [30, 'EROFS', 'readOnly'],
    [7, 'E2BIG', 'tooMany'],
    [19, 'ENODEV', 'tooMany'],
    [524, 'ENOTSUPP', 'notSupported'],
    [5, 'EIO', 'io'],
    [12, 'ENOMEM', 'kernel'],
  ])('with errno %i (%s) is %s', async (errno, name, code) => {
    const error = await createError(systemError(errno, name), KPROBE, 'p f', undefined);
    expect(error).toMatchObject({ code, errno: name, line: 'p f' });
    expect(error.message).toContain(name);
  });

  it.each([
    ['Invalid probed address or symbol', 'notFound'],
    ['Probe point is not an instruction boundary', 'badBoundary'],
    ['Maxactive is too big', 'invalidMaxActive'],
    ['Invalid maxactive number', 'invalidMaxActive'],
    ['Failed to register probe event', 'notSupported'],
    ['The symbol is not unique', 'invalidInput'],
    ['This argument name is already used', 'invalidInput'],
  ])('with EINVAL is told apart by the log: %s', async (text, code) => {
    const log = logged(text);
    const error = await createError(systemError(22, 'EINVAL'), KPROBE, 'p f', log);
    expect(error).toMatchObject({ code, errno: 'EINVAL', log });
    expect(error.message).toContain(text);
  });

  it('says what is missing, by kind', async () => {
    const missing = systemError(2, 'ENOENT');
    expect((await createError(missing, KPROBE, '', undefined)).message).toContain('no such symbol');
    expect((await createError(missing, UPROBE, '', undefined)).message).toContain('no such file');
  });
});

describe('a file that cannot be opened', () => {
  it('means that the kernel lacks the kind', async () => {
    expect(await kindError(systemError(2, 'ENOENT'), 'uprobe')).toMatchObject({
      code: 'notSupported',
      message: 'This kernel has no uprobes: it was built without CONFIG_UPROBE_EVENTS.',
    });
  });

  it('means that we may not', async () => {
    expect(await kindError(systemError(13, 'EACCES'), 'kprobe')).toMatchObject({ code: 'denied' });
  });
});

describe('fileError', () => {
  it('keeps an error that is one already, and wraps what is no answer of the kernel', async () => {
    const known = await fileError(systemError(16, 'EBUSY'), 'Removing');
    expect(await fileError(known, 'Again')).toBe(known);
    const odd = new Error('odd');
    expect(await fileError(odd, 'Removing')).toMatchObject({ code: 'io', cause: odd });
  });
});
