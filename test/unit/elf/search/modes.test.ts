import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Demangler } from '../../../../src/elf/names/demangler';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import { writeManySymbols } from '../../../bench/manySymbols';
import { program } from '../support/elfBuilder';
import { Fixtures } from '../support/fixtures';
import { loadDemangler } from '../support/loadDemangler';

const fixtures = new Fixtures();
let demangler: Demangler;
beforeAll(async () => {
  demangler = await loadDemangler();
});
afterAll(() => fixtures.remove());

async function named(...names: string[]): Promise<SymbolIndex> {
  const file = fixtures.path('named');
  writeFileSync(file, program(names.map(name => ({ name, value: 0x401000n }))));
  return SymbolIndex.open(file, demangler);
}

const found = async (index: SymbolIndex, text: string): Promise<string[]> =>
  (await index.query({ text })).rows.map(row => row.demangled ?? row.name);

describe('a text', () => {
  it('is found in raw and in demangled names', async () => {
    const index = await named('_ZN3net6Socket4readEPci', 'net_read', '_RNvCs1234_3app9read_file');
    expect(await found(index, 'socket::read')).toEqual(['net::Socket::read(char*, int)']);
    expect(await found(index, '6Socket4')).toEqual(['net::Socket::read(char*, int)']);
    expect(await found(index, 'app::read')).toEqual(['app::read_file']);
    expect((await found(index, 'read')).length).toBe(3);
  });

  it('is found once where both names have it, at its better place', async () => {
    const index = await named('_ZN4read4fileEv', 'unread');
    expect(await found(index, 'read')).toEqual(['read::file()', 'unread']);
  });

  it('is looked for letter by letter where no name has it', async () => {
    const index = await named('SSL_read', 'SSL_renegotiate_abbreviated', 'EVP_digest', 'sslxrxd');
    expect(await found(index, 'sslrd')).toEqual([
      'SSL_read',
      'SSL_renegotiate_abbreviated',
      'sslxrxd',
    ]);
    expect(await found(index, 'dgst')).toEqual(['EVP_digest']);
    expect(await found(index, 'zz')).toEqual([]);
  });

  it('gives the same typed letter by letter as at once', async () => {
    const names = ['open_file', 'reopen', 'Opener', 'OPEN', 'fopen', 'close', '_ZN4file4openEv'];
    const texts = ['open', 'open_', 'openf', 'File', 'o', 'file::op', 'opx', 'oe'];
    const typed = await named(...names, ...Array.from({ length: 50 }, (_, i) => `other${i}`));
    for (const text of texts) {
      const atOnce = await named(...names, ...Array.from({ length: 50 }, (_, i) => `other${i}`));
      const expected = await found(atOnce, text);
      for (let length = 1; length < text.length; length++) {
        await found(typed, text.slice(0, length));
      }
      expect(await found(typed, text), text).toEqual(expected);
    }
  });
});

describe('texts one after the other', () => {
  it('find what each finds alone, whatever came before', async () => {
    const name = fc.stringMatching(/^[abA_]{1,10}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { maxLength: 30 }),
        fc.array(fc.stringMatching(/^[abA_]{1,3}$/), { minLength: 2, maxLength: 4 }),
        async (names, parts) => {
          const typed = await named('ab@V1', 'read@GLIBC_2.2.5', ...names);
          let text = '';
          for (const [i, part] of parts.entries()) {
            text = i === 2 ? part + text : text + part;
            const alone = await found(await named('ab@V1', 'read@GLIBC_2.2.5', ...names), text);
            expect(await found(typed, text)).toEqual(alone);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('a glob', () => {
  it('matches whole names', async () => {
    const index = await named('SSL_read', 'SSL_write', 'my_SSL_read', 'ssl_free', 'SSL3_read');
    expect((await found(index, 'SSL_*')).sort()).toEqual(['SSL_read', 'SSL_write']);
    expect((await found(index, 'ssl?*')).sort()).toEqual([
      'SSL3_read',
      'SSL_read',
      'SSL_write',
      'ssl_free',
    ]);
    expect(await found(index, 'SSL[0-9]_read')).toEqual(['SSL3_read']);
    expect((await found(index, 'SSL[!0-9]*')).sort()).toEqual(['SSL_read', 'SSL_write']);
    expect(await found(index, '*_SSL_*')).toEqual(['my_SSL_read']);
    expect(await found(index, '*SSL[]3x]_read')).toEqual(['SSL3_read']);
  });

  it('is a text where no name matches it, and while its bracket is open', async () => {
    const index = await named('_ZN1A3getEPKc', '_ZN1AixEi');
    expect(await found(index, 'A::get(char const*')).toEqual(['A::get(char const*)']);
    expect(await found(index, 'operator[](')).toEqual(['A::operator[](int)']);
    expect(await found(index, 'operator[')).toEqual(['A::operator[](int)']);
  });

  it('takes no longer for many stars', async () => {
    const index = await named('a'.repeat(3000));
    const start = performance.now();
    expect(await found(index, `${'*a'.repeat(200)}*b`)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('a regular expression', () => {
  it('is found anywhere, without case unless it has an upper-case letter', async () => {
    const index = await named('SSL_read', 'ssl_read', 'SSL_peek', '_ZN3ssl4readEv');
    expect((await found(index, '/^ssl.*(read|write)$/')).sort()).toEqual(['SSL_read', 'ssl_read']);
    expect(await found(index, '/^SSL\\wr/')).toEqual(['SSL_read']);
    expect(await found(index, '/::read\\(\\)/')).toEqual(['ssl::read()']);
    expect((await found(index, '/\\Wread|\\Speek/')).sort()).toEqual(['SSL_peek', 'ssl::read()']);
  });

  it('that is none is refused with the reason', async () => {
    const index = await named('main');
    await expect(index.query({ text: '/foo(/' })).rejects.toMatchObject({ code: 'badPattern' });
    expect((await index.query({ text: '/foo(' })).total).toBe(0);
  });

  it('that takes for ever is ended, and the next search is not harmed', async () => {
    const index = await named(`${'a'.repeat(60)}b`);
    await expect(index.query({ text: '/^(a+)+$/' })).rejects.toMatchObject({ code: 'slowPattern' });
    expect((await index.query({ text: '/^a+b/' })).total).toBe(1);
  });
});

describe('demangled names that are not there yet', () => {
  it('are not waited for where the query says so, and found by the next one', async () => {
    const file = fixtures.path('many');
    writeManySymbols(file, 20_000);
    const index = await SymbolIndex.open(file, demangler);
    const first = await index.query({ text: 'net', now: true });
    expect(first.partial).toBe(true);
    expect(first.total).toBe(2500);
    expect(first.rows[0]?.demangled).toMatch(/^probescope::net::Handler::/);
    const second = await index.query({ text: 'net::handler::' });
    expect(second.total).toBe(2500);
    expect(second).not.toHaveProperty('partial');
  });

  it('are waited for no longer than the query is wanted', async () => {
    const file = fixtures.path('many');
    writeManySymbols(file, 20_000);
    const index = await SymbolIndex.open(file, demangler);
    const abort = new AbortController();
    const reason = new Error('superseded');
    const query = index.query({ text: 'net' }, abort.signal);
    setImmediate(() => abort.abort(reason));
    await expect(query).rejects.toBe(reason);
    expect((await index.query({ text: 'net::handler::' })).total).toBe(2500);
  });
});
