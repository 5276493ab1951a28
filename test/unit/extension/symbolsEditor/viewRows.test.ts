import { describe, expect, it } from 'vitest';
import { viewHeader } from '../../../../src/extension/symbolsEditor/viewHeader';
import { viewRow } from '../../../../src/extension/symbolsEditor/viewRows';
import type { SymbolRow } from '../../../../src/elf/symbolRow';
import { inEnglish } from '../../../../src/extension/text/translate';
import type { ElfFileInfo } from '../../../../src/workers/symbolMessages';
import { counts, info, row } from './sampleRows';

describe('rows of the symbols editor', () => {
  it('shows a function', () => {
    expect(viewRow(row({ version: '@@V1' }), inEnglish)).toEqual({
      index: 1,
      kind: 'function',
      name: 'price_order',
      demangled: '',
      version: '@@V1',
      offset: '0x1139',
      size: '42',
      binding: 'GLOBAL',
      section: '.text',
      source: 'symtab',
      detail: '',
      refusal: '',
      note: '',
    });
  });

  it('shows a demangled name beside the raw one', () => {
    const { name, demangled } = viewRow(
      row({ name: '_ZN3app4readEv', demangled: 'app::read()\u202e' }),
      inEnglish,
    );
    expect([name, demangled]).toEqual(['_ZN3app4readEv', 'app::read()\\u202e']);
  });

  it('says why a row cannot be probed, naming the library of an undefined one', () => {
    const undefinedRow = viewRow(
      {
        ...row({ uprobe: { ok: false, code: 'undefined', libraries: ['libc.so.6'] }, section: '' }),
      },
      inEnglish,
    );
    expect(undefinedRow.refusal).toBe('Undefined: in libc.so.6');
    expect([undefinedRow.section, undefinedRow.source]).toEqual(['', 'symtab']);
    const { note } = viewRow(row({ uretprobe: { ok: false, code: 'goBinary' } }), inEnglish);
    expect(note).toBe('Go: no return probes');
  });

  it('tells rows of one name or one place apart', () => {
    const detail = (changes: Partial<SymbolRow>): string => viewRow(row(changes), inEnglish).detail;
    expect(detail({ binding: 'local', sourceFile: 'parse\u202e.c' })).toBe('parse\\u202e.c');
    expect(detail({ aliases: ['__read'] })).toBe('also __read');
    expect(detail({ sourceFile: 'a.c', aliases: ['f', 'g', 'h'] })).toBe('a.c · also f · +2');
    expect(detail({ type: 'notype' })).toBe('label');
    expect(detail({ type: 'ifunc' })).toBe('IFUNC');
  });

  it('names the library of an import only where it is known', () => {
    const imported = (changes: Partial<SymbolRow>, ...libraries: string[]) => {
      const uprobe = { ok: false, code: 'undefined', libraries } as const;
      const { kind, detail } = viewRow(row({ uprobe, ...changes }), inEnglish);
      return [kind, detail];
    };
    expect(imported({ version: '@GLIBC_2.34' }, 'libc.so.6', 'libm.so.6')).toEqual([
      'import',
      'import from libc.so.6',
    ]);
    expect(imported({}, 'libz.so.1')).toEqual(['import', 'import from libz.so.1']);
    expect(imported({}, 'libc.so.6', 'libm.so.6')).toEqual(['import', 'import']);
    expect(imported({ type: 'notype' })).toEqual(['import', 'import']);
  });

  it('marks a bound as a bound and leaves out an unknown size', () => {
    expect(viewRow(row({ sizeKnown: false }), inEnglish).size).toBe('≤ 42');
    expect(viewRow(row({ sizeKnown: false, size: 0n }), inEnglish).size).toBe('');
  });

  it('shows control characters and reversed text of a hostile name by number', () => {
    const { name } = viewRow(row({ name: 'a\n\u202eb' }), inEnglish);
    expect(name).toBe('a\\u000a\\u202eb');
  });
});

describe('header of the symbols editor', () => {
  it('says what the file is and where its symbols are from', () => {
    expect(viewHeader('/lib/libssl.so.3', info(), counts(), inEnglish, 'en')).toEqual({
      name: 'libssl.so.3',
      facts: [
        'ELF64 x86-64',
        'build-id 9f2c',
        '6,214 functions',
        '6,200 probeable',
        'symbols from .symtab + .dynsym',
      ],
      symbols: 7000,
    });
  });

  it('has no number while symbols are counted', () => {
    expect(viewHeader('/app', info(), undefined, inEnglish, 'en')).toEqual({
      name: 'app',
      facts: ['ELF64 x86-64', 'build-id 9f2c', 'counting…'],
    });
  });

  it('names sources beyond the two symbol tables', () => {
    const facts = (tables: ElfFileInfo['tables']): string | undefined =>
      viewHeader('/app', info(), counts({ tables }), inEnglish, 'en').facts.at(-1);
    expect(facts(['debugdata', 'dynsym'])).toBe('symbols from .gnu_debugdata + .dynsym');
    expect(facts(['debugfile', 'dynsym'])).toBe('symbols from debug file + .dynsym');
    expect(facts(['gopclntab'])).toBe('symbols from .gopclntab');
    expect(viewRow(row({ table: 'debugdata' }), inEnglish).source).toBe('gnu_debugdata');
    const { source, note } = viewRow(
      row({ table: 'debugfile', debugFile: '/debug/app.debug' }),
      inEnglish,
    );
    expect(source).toBe('debug file');
    expect(note).toBe('From /debug/app.debug');
  });

  it('says so when there is nothing', () => {
    const { facts } = viewHeader(
      '/app',
      info({ isGo: true, buildId: '' }),
      counts({ tables: [] }),
      inEnglish,
      'en',
    );
    expect(facts).toContain('no build-id');
    expect(facts).toContain('Go');
    expect(facts).toContain('stripped');
  });
});
