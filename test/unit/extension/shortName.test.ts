import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { treeLabel } from '../../../src/extension/probesView/treeLabel';
import { shortName } from '../../../src/extension/text/shortName';

describe('a short name', () => {
  it.each([
    ['free functions', 'price(int)', 'price'],
    [
      'methods',
      'ns::Class<int, std::allocator<int> >::method(int, char const*) const',
      'Class::method',
    ],
    ['functions of a namespace', 'shop::price(shop::Order const&)', 'shop::price'],
    ['returned types', 'std::vector<int> shop::all<int>(unsigned long)', 'shop::all'],
    ['returned pointers', 'char const* shop::name<int>(int)', 'shop::name'],
    ['constructors', 'shop::Order::Order()', 'Order::Order'],
    ['destructors', 'shop::Order::~Order()', 'Order::~Order'],
    ['operators', 'shop::Order::operator<(shop::Order const&)', 'Order::operator<'],
    ['template operators', 'shop::Out::operator<< <int>(int)', 'Out::operator<<'],
    ['calls', 'shop::Order::operator()(int)', 'Order::operator()'],
    ['arrows', 'shop::Ptr<int>::operator->() const', 'Ptr::operator->'],
    ['conversions', 'shop::Order::operator unsigned long() const', 'Order::operator unsigned long'],
    ['conversions to a class', 'shop::Order::operator std::string()', 'Order::operator string'],
    ['new', 'operator new[](unsigned long)', 'operator new[]'],
    ['names that begin with operator', 'shop::operators::get()', 'operators::get'],
    ['anonymous namespaces', '(anonymous namespace)::f(int)', '(anonymous namespace)::f'],
    [
      'lambdas',
      'shop::main()::{lambda(int)#1}::operator()(int) const',
      'main::{lambda#1}::operator()',
    ],
    ['what is in a method', 'A::f(int) const::g(int)', 'f::g'],
    ['cold parts', 'shop::Order::price(int) [clone .cold]', 'Order::price.cold'],
    ['thunks', 'non-virtual thunk to shop::Order::price(int)', 'non-virtual thunk to Order::price'],
    ['ABI tags', 'shop::name[abi:cxx11](int)', 'shop::name'],
    ['Rust paths', 'core::ptr::drop_in_place::<foo::Bar>', 'ptr::drop_in_place'],
    ['Rust traits', '<alloc::vec::Vec<T> as core::ops::Drop>::drop', 'Vec::drop'],
    ['Rust impls', 'shop::order::<impl core::fmt::Debug for shop::Order>::fmt', 'Order::fmt'],
    ['Rust slices', '<[shop::Order]>::len_of', '[shop::Order]::len_of'],
    ['Rust closures', 'shop::main::{closure#0}', 'main::{closure#0}'],
  ])('of %s', (_what, name, short) => {
    expect(shortName(name)).toBe(short);
  });

  it.each(['main', 'SSL_read', 'a<b', 'f(int', 'x::', '', ' ', 'void (*f(int))(char)', 'a::b>c'])(
    'is the name itself for %j',
    name => {
      expect(shortName(name)).toBe(name);
    },
  );

  const identifier = fc.stringMatching(/^[a-z_][a-zA-Z0-9_]{0,8}$/);
  const type: fc.Arbitrary<string> = fc.letrec<{ type: string }>(tie => ({
    type: fc.oneof(
      { maxDepth: 3 },
      identifier,
      fc.tuple(identifier, tie('type')).map(([name, argument]) => `${name}<${argument}>`),
      fc.tuple(identifier, tie('type')).map(([name, argument]) => `${name}::${argument} const&`),
      tie('type').map(argument => `std::function<void (${argument})>`),
    ),
  })).type;

  it('is the class and the method, whatever is around them', () => {
    fc.assert(
      fc.property(
        fc.array(identifier),
        identifier.filter(name => name !== 'operator'),
        identifier.filter(name => name !== 'operator'),
        type,
        fc.array(type),
        (spaces, owner, method, argument, parameters) => {
          const path = [...spaces.map(space => `n${space}`), `${owner}<${argument}>`, method];
          const name = `${argument} ${path.join('::')}<${argument}>(${parameters.join(', ')}) const`;
          expect(shortName(name)).toBe(`${owner}::${method}`);
        },
      ),
    );
  });

  it('of anything is no longer than it, and something', () => {
    const pieces = fc.constantFrom(
      'operator',
      '::',
      '<',
      '>',
      '(',
      ')',
      '{',
      '}',
      ' ',
      'a',
      '->',
      ' as ',
      ' [clone ',
      ']',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map(all => all.join('')),
        ),
        name => {
          const short = shortName(name);
          expect(short.length).toBeLessThanOrEqual(name.length);
          expect(short === '').toBe(name === '');
        },
      ),
    );
  });
});

describe('the label of a row of the tree', () => {
  const target = {
    path: '/bin/shop',
    device: 1n,
    inode: 2n,
    symbol: '_ZN4shop5priceEi',
    address: 1n,
    offset: 1n,
    isGo: false,
  };

  it('is short for demangled names, and keeps how far into the function the probe is', () => {
    const displayName = 'shop::price(int)';
    expect(treeLabel({ kind: 'uprobe', target: { ...target, displayName, delta: 4n } })).toBe(
      'shop::price+0x4',
    );
  });

  it('is what it is for names of C and Go, and of the kernel', () => {
    const symbol = 'main.(*Server).serve';
    expect(treeLabel({ kind: 'uprobe', target: { ...target, symbol } })).toBe(symbol);
    expect(treeLabel({ kind: 'kprobe', symbol: 'vfs_read', offset: 1n })).toBe('vfs_read+0x1');
  });
});
