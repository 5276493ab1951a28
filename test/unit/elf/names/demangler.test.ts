import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Demangler } from '../../../../src/elf/names/demangler';
import { run } from '../support/fixtures';
import { loadDemangler } from '../support/loadDemangler';

let demangler: Demangler;
beforeAll(async () => {
  demangler = await loadDemangler();
});

const demangled = (name: string): string | undefined => {
  const text = demangler.demangle(Buffer.from(name));
  return text && Buffer.from(text).toString();
};
const cxxfilt = (names: readonly string[]): string[] =>
  execFileSync('c++filt', { input: names.join('\n'), encoding: 'utf8', maxBuffer: 1 << 30 }).split(
    '\n',
  );

describe('demangled names', () => {
  it.each([
    '_ZN4node6crypto13KeyObjectData6CreateEv',
    '_Z3fooi',
    '_Z3fooi.part.1.constprop.0',
    '_ZN3foo3barEv.cold',
    '_ZN3foo3barEv.isra.0',
    '_ZN2v88internal8MalloceddlEPv',
    '_ZNK3foo3barclERKNS_4PairIiPKcEE',
    '_ZN1AC1EOS_',
    '_ZN1AD0Ev',
    '_ZThn16_N1A1fEv',
    '_ZTv0_n24_N1A1fEv',
    '_ZTch0_v0_n24_N1A1fEv',
    '_ZTVN1A1BE',
    '_ZTT1A',
    '_ZTI1A',
    '_ZGVZ3foovE1x',
    '_ZN12_GLOBAL__N_11fEv',
    '_ZZ4mainENKUlvE_clEv',
  ])('are those of c++filt: %s', name => {
    expect(demangled(name)).toBe(cxxfilt([name])[0]);
  });

  it('leave out what a Rust name is made unique with', () => {
    const legacy = '_ZN4core3fmt9Formatter9write_str17h0123456789abcdefE';
    expect(cxxfilt([legacy])[0]).toBe(`${demangled(legacy)!}::h0123456789abcdef`);
    const v0 = '_RNvMNtCs1234_7mycrate3mapINtB2_3MapyE3get';
    const truth = cxxfilt([v0])[0]!;
    expect(truth).toContain('mycrate[');
    // The tool writes the integer type behind the number of a constant, too; types are the same.
    expect(demangled(v0)).toBe(truth.replaceAll(/\[[0-9a-f]+\]/g, ''));
  });

  it.each([
    'main',
    '_start',
    '_R',
    '_Z',
    '_Rb_tree',
    '_D3foo3barFZv',
    '?foo@@YAXXZ',
    '_Zé',
    '@foo@4',
  ])('there is none for %s', name => {
    expect(demangled(name)).toBeUndefined();
  });

  it('agree with c++filt for the functions of node', { timeout: 60_000 }, () => {
    const names = [
      ...new Set(
        run('nm', ['-j', process.execPath])
          .split('\n')
          .map(line => line.split('@')[0]!)
          .filter(name => name.startsWith('_ZN')),
      ),
    ];
    expect(names.length).toBeGreaterThan(10_000);
    const truth = cxxfilt(names);
    // Left out on purpose: return types. Written otherwise: `()` after a type, std::ostream, anonymous namespaces.
    const alike = names.filter((name, i) => {
      const text = demangled(name);
      return text !== undefined && (truth[i] === text || truth[i]!.endsWith(` ${text}`));
    });
    expect(alike.length / names.length).toBeGreaterThan(0.95);
    const none = names.filter(name => demangled(name) === undefined);
    expect(none.length / names.length).toBeLessThan(0.001);
  });

  it('of hostile input end soon, with none', () => {
    const reference = (n: number): string => `S${(n - 1).toString(36).toUpperCase()}_`;
    const doubled = Array.from({ length: 60 }, (_, i) => `S_I${reference(i + 2).repeat(2)}E`);
    const hostile = [
      `_Z1f1AI1BS0_E${doubled.join('')}`,
      `_Z1f${'P'.repeat(4000)}i`,
      `_Z${'N'.repeat(4000)}`,
      `_RNvC1a${'Nv'.repeat(2000)}`,
      `_Z${'1fI'.repeat(100_000)}`,
    ];
    const start = performance.now();
    for (let round = 0; round < 60; round++) {
      expect(hostile.map(demangled)).toEqual(hostile.map(() => undefined));
    }
    // Four times a quarter of a second, and then no more of these.
    expect(performance.now() - start).toBeLessThan(8000);
    expect(demangled('_ZN3foo3barEv')).toBe('foo::bar()');
  });
});
