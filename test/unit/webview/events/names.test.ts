import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortCaller, shortName } from '../../../../src/webview/events/shortName';
import { cellText, visibleText } from '../../../../src/webview/events/visibleText';

const MAP =
  'std::map<std::string, std::vector<int>, std::less<void> >::operator[](std::string const&)';

describe('a function’s name that is too long', () => {
  it.each([
    ['price_order ↩', 28, 'price_order ↩'],
    [`${MAP} ↩`, 28, 'std::map<…>::operator[](…) ↩'],
    ['a::b<a very long argument>::operator()(int) const', 40, 'a::b<…>::operator()(…) const'],
    ['std::operator<< <char>(std::ostream&, char)', 40, 'std::operator<< <…>(…)'],
    ['<alloc::vec::Vec<T> as core::fmt::Debug>::fmt', 28, '<…>::fmt'],
    ['github.com/someone/project/package.(*Server).Serve', 28, '…e/project/package.(…).Serve'],
    ['a_function_of_c_with_a_name_that_has_no_brackets', 24, '…me_that_has_no_brackets'],
  ])('%s in %d is %s', (name, room, short) => {
    expect(shortName(name, room)).toBe(short);
  });

  it('keeps to its room unless it has few characters, and its end', () => {
    const part = fc.constantFrom('a', '::', '<', '>', '(', ')', 'operator', ' ');
    fc.assert(
      fc.property(fc.string({ unit: part }), name => {
        expect(shortName(name, 10).length).toBeLessThanOrEqual(10);
      }),
    );
    expect(shortName('x'.repeat(1e6), 20)).toBe(`…${'x'.repeat(19)}`);
  });

  it('has its place in the file after it', () => {
    expect(shortCaller(`${MAP}+0x1c (orders) orders.cc:42`, 28)).toBe(
      'std::map<…>::operator[](…)+0x1c (orders) orders.cc:42',
    );
    expect(shortCaller('0x7f0012', 4)).toBe('0x7f0012');
  });
});

describe('a value that hides something', () => {
  it.each([
    ['orders 8121', 'orders 8121'],
    ['"é 😀 日本"', '"é 😀 日本"'],
    ['a\nb\tc', 'a\\nb\\tc'],
    ['\x1b[31mred', '\\x1b[31mred'],
    ['\u202egnp.exe', '\\u202egnp.exe'],
    ['lone \ud800', 'lone \\ud800'],
    ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
  ])('%j is shown as %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('is cut to what a cell can show', () => {
    expect(cellText('x'.repeat(1e6))).toBe(`${'x'.repeat(500)}…`);
  });
});
