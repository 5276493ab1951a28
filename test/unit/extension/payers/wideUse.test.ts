import { describe, expect, it } from 'vitest';
import { isWide, wideQuestion } from '../../../../src/extension/payers/wideUse';
import { inEnglish } from '../../../../src/extension/text/translate';

const nobody = { processes: 0, users: 0, containers: 0, unseen: 0 };

describe('a second question before a widely used file is probed', () => {
  const libc = '/usr/lib/x86_64-linux-gnu/libc.so.6';
  it.each([
    ['/srv/orders', { processes: 50 }, false],
    ['/srv/orders', { processes: 51 }, true],
    [libc, { processes: 6 }, true],
    [libc, { processes: 5 }, false],
    [libc, { processes: 2, unseen: 70 }, true],
    [libc, { processes: 0, unseen: 70 }, false],
    ['/lib64/ld-linux-x86-64.so.2', { processes: 9 }, true],
    ['/lib/ld-musl-aarch64.so.1', { processes: 9 }, true],
    ['/usr/lib/libstdc++.so.6.0.30', { processes: 9 }, true],
    ['/usr/lib/libm.so.6', { processes: 9 }, true],
    ['/usr/lib/libmagic.so.1', { processes: 9 }, false],
    ['/usr/lib/libcurl.so.4', { processes: 9 }, false],
  ])('%s with %o: %s', (path, more, expected) => {
    expect(isWide(path, { ...nobody, ...more })).toBe(expected);
  });

  it('says how many pay, and that a filter does not help', () => {
    const mappers = { processes: 103, users: 9, containers: 12, unseen: 0 };
    const { message, detail } = wideQuestion(libc, mappers, inEnglish, 'en');
    expect(message).toBe('Probe libc.so.6, which 103 processes of 9 users run?');
    expect(detail).toContain('a filter or a scope does not reduce it');
    expect(detail).toContain('12 containers among them');
    expect(wideQuestion(libc, nobody, inEnglish, 'en').detail).not.toContain('container:');
  });
});
