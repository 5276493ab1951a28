import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  eventNameFor,
  randomGroup,
  sanitizeIdentifier,
  type TracefsError,
  validEventName,
  validIdentifier,
} from '../../../src/tracefs/index';

describe('validIdentifier', () => {
  it.each([
    ['', false],
    ['1test', false],
    ['__x64_syscall', true],
    ['bpf_trace_run1', true],
    ['_', true],
    ['-EINVAL', false],
    ['all0wed', true],
    ['trace-group', true],
    ['a\n', false],
    ['a b', false],
    ['é', false],
  ])('%j: %s', (text, valid) => {
    expect(validIdentifier(text)).toBe(valid);
  });
});

describe('validEventName', () => {
  it.each([
    ['main', true],
    ['_0', true],
    ['', false],
    ['0main', false],
    ['trace-event', false],
    ['a.b', false],
    ['a\n', false],
    ['a'.repeat(63), true],
    ['a'.repeat(64), false],
  ])('%j: %s', (text, valid) => {
    expect(validEventName(text)).toBe(valid);
  });
});

describe('sanitizeIdentifier', () => {
  it.each([
    ['readline', 'readline'],
    ['main.Func123', 'main_Func123'],
    ['a.....a', 'a_a'],
    ["./;'{}[]a", '_a'],
    ['***xx**xx###', '_xx_xx_'],
    ['@P#r$i%v^3*+t)i&k++--', '_P_r_i_v_3_t_i_k_'],
    ['a__b', 'a_b'],
    ['__x64_sys', '_x64_sys'],
    ['é', '_'],
    ['a😀b', 'a_b'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(sanitizeIdentifier(text)).toBe(expected);
  });
});

describe('randomGroup', () => {
  it('adds 16 hexadecimal digits', () => {
    expect(randomGroup('ebpftest')).toMatch(/^ebpftest_[a-f0-9]{16}$/);
    expect(randomGroup('a-b')).toMatch(/^a-b_[a-f0-9]{16}$/);
    expect(randomGroup('ebpftest')).not.toBe(randomGroup('ebpftest'));
  });

  it('takes 46 characters and no more', () => {
    expect(randomGroup('a'.repeat(46))).toHaveLength(63);
    expect(() => randomGroup('a'.repeat(47))).toThrow(
      expect.objectContaining({ code: 'invalidInput' }) as TracefsError,
    );
  });

  it.each(['/', '', '1a', 'a b'])('refuses %j', prefix => {
    expect(() => randomGroup(prefix)).toThrow(
      expect.objectContaining({ code: 'invalidInput' }) as TracefsError,
    );
  });
});

describe('eventNameFor', () => {
  it.each([
    ['main', '', 'main'],
    ['__x64_sys_openat', '', '__x64_sys_openat'],
    ['main.Func123', '', 'main_Func123'],
    ['1foo', '', '_1foo'],
    ['', '', '_'],
    ['main', '_2', 'main_2'],
  ])('%j with suffix %j is %j', (symbol, suffix, expected) => {
    expect(eventNameFor(symbol, suffix)).toBe(expected);
  });

  it('shortens with a hash that only depends on the symbol', () => {
    const long = `_ZN${'4test'.repeat(20)}E`;
    expect(eventNameFor(long)).toBe(`${long.slice(0, 54)}_1c1de617`);
    expect(eventNameFor(`${long}x`)).not.toBe(eventNameFor(long));
    expect(eventNameFor('a'.repeat(63))).toBe('a'.repeat(63));
  });

  it('gives a valid name for every symbol, suffix kept', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 100 }),
          fc.string({ minLength: 60, maxLength: 80 }),
        ),
        fc.constantFrom('', '_1', '_abcdef'),
        (symbol, suffix) => {
          const name = eventNameFor(symbol, suffix);
          expect(validEventName(name)).toBe(true);
          expect(name.endsWith(suffix)).toBe(true);
          expect(eventNameFor(symbol, suffix)).toBe(name);
        },
      ),
    );
  });

  it('refuses a suffix that is no part of a name', () => {
    expect(() => eventNameFor('a', '-1')).toThrow(
      expect.objectContaining({ code: 'invalidInput' }) as TracefsError,
    );
  });
});
