import fc from 'fast-check';
import type { EventFormat } from '../../../src/events/eventFormat';
import { describe, expect, it } from 'vitest';
import { EventFields } from '../../../src/events/eventFields';
import { EventStore } from '../../../src/events/eventStore';
import { maskFormat, maskTest } from '../../../src/events/masks';
import { LAYOUT, pagesOf, workFormat } from './storePages';

describe('the names of what is masked', () => {
  it.each([
    ['password', 'password', true],
    ['password', 'passwords', false],
    ['*pass*', 'user_PASSWD', true],
    ['p?n', 'pin', true],
    ['p?n', 'pn', false],
    ['work1.s', 's', true],
    ['work2.s', 's', false],
    ['work*.s', 's', true],
    ['', 's', false],
    ['*', 's', true],
    ['$(rm)', 's', false],
  ])('%j for %j of work1: %j', (pattern, name, expected) => {
    expect(maskTest([pattern])(name, 'work1')).toBe(expected);
  });

  it('fit as the regular expression of the same meaning does', () => {
    const letter = fc.constantFrom('a', 'b', '*', '?');
    fc.assert(
      fc.property(fc.string({ unit: letter }), fc.string({ unit: letter }), (pattern, text) => {
        const same = Array.from(pattern, each => ({ '*': '[^]*', '?': '[^]' })[each] ?? each);
        const meant = new RegExp(`^${same.join('')}$`);
        expect(maskTest([pattern])(text, 'e')).toBe(meant.test(text) || meant.test(`e.${text}`));
      }),
    );
  });

  it.each([
    [['*pass*', '!password'], false],
    [['!password', '*pass*'], true],
    [['*pass*', '!*', 'PASSWORD'], true],
    [['*pass*', '!login.password'], false],
    [['*pass*', '!other.password'], true],
  ])('of %j the last that fits counts: %j', (patterns, expected) => {
    expect(maskTest(patterns)('password', 'login')).toBe(expected);
  });

  it('take no time for many stars', () => {
    const begin = performance.now();
    expect(maskTest(['*a'.repeat(200)])('a'.repeat(200) + 'b', 'e')).toBe(false);
    expect(performance.now() - begin).toBeLessThan(200);
  });
});

describe('a column that is masked', () => {
  const events = [{ id: 7, time: 1000, thread: 5, a: 3, s: 'hunter2' }];

  it('keeps nothing, from the first event on', () => {
    const store = new EventStore(LAYOUT, 1000);
    store.mask(maskTest(['s']));
    // The record may come before the format does.
    store.add(0, pagesOf(events));
    store.addFormat(workFormat(7));
    store.add(0, pagesOf(events));
    store.flush();
    const [table] = store.tables;
    expect([0, 1].map(row => table?.value(row, 1))).toEqual(['masked', 'masked']);
    const fields = new EventFields(
      store,
      () => '',
      () => [],
    );
    expect(fields.reader(0, 's')?.text(0)).toBe('masked');
    expect(fields.reader(0, 'a')?.text(0)).toBe('3');
    expect(table?.format.fields.map(({ masked = false }) => masked)).toEqual([false, true]);
  });

  it('lets go of what it had, and is not unmasked by other names', () => {
    const store = new EventStore(LAYOUT, 1000);
    store.addFormat(workFormat(7));
    store.add(0, pagesOf(events));
    store.flush();
    const before = store.bytes;
    store.mask(maskTest(['s']));
    expect(store.tables[0]?.value(0, 1)).toBe('masked');
    expect(store.bytes).toBeLessThan(before);
    store.mask(maskTest(['a']));
    expect([0, 1].map(field => store.tables[0]?.value(0, field))).toEqual(['masked', 'masked']);
  });
});

describe('who called', () => {
  const field = {
    offset: 8,
    size: 8,
    elementSize: 8,
    kind: 'int',
    signed: false,
    base: 'hex',
    dynamic: false,
  } as const;
  const masked = (names: readonly string[], pattern: string): readonly string[] => {
    const fields = names.map(name => ({ ...field, name }));
    const format = { id: 1, name: 'ret', size: 16, fields } as unknown as EventFormat;
    return maskFormat(format, maskTest([pattern])).fields.flatMap(each =>
      each.masked ? [each.name] : [],
    );
  };

  it("is masked in the kernel's own field of a return, which tells it, too", () => {
    expect(masked(['__probe_func', '__probe_ret_ip', 'ret'], 'caller')).toEqual(['__probe_ret_ip']);
    expect(masked(['__probe_func', '__probe_ret_ip', 'ret'], 'ret')).toEqual(['ret']);
    // A value that is called so is another: the column is `caller2`.
    expect(masked(['__probe_ret_ip', 'caller'], 'caller')).toEqual(['caller']);
    expect(masked(['__probe_ret_ip', 'caller'], 'ret.caller2')).toEqual(['__probe_ret_ip']);
  });
});
