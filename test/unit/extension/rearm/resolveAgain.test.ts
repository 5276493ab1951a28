import { describe, expect, it } from 'vitest';
import type { SymbolRow } from '../../../../src/elf/symbolRow';
import type { SymbolPage, SymbolQuery } from '../../../../src/workers/symbolMessages';
import { searchPattern } from '../../../../src/elf/search/searchPattern';
import { userSymbol } from '../../../../src/extension/binaries/userSymbol';
import type { SiteTarget } from '../../../../src/extension/binaries/siteTarget';
import { resolveAgain } from '../../../../src/extension/rearm/resolveAgain';
import { inEnglish } from '../../../../src/extension/text/translate';
import type { UserAttachRequest } from '../../../../src/extension/session/attachRequest';
import { userRequest } from '../support/sampleProbes';
import { info, row } from '../symbolsEditor/sampleRows';

const old = { fileSize: 1000n, mtime: 1n, size: 42n, section: '.text' };

/** A probe that was set in a build whose place no longer counts. */
function probeOn(symbol: string, more: Partial<UserAttachRequest['target']> = {}) {
  const target = { ...userRequest(symbol).target, seen: old, ...more };
  return userRequest(symbol, { target, args: [{ fetch: '%di' }] });
}

/** The new file: its rows, and what the look at a place says. */
function resolve(request: UserAttachRequest, rows: readonly SymbolRow[], place?: SiteTarget) {
  const asked: bigint[] = [];
  const file = {
    query: ({ text }: SymbolQuery): Promise<SymbolPage> => {
      const found = rows.filter(({ name }) => finds(text, name));
      return Promise.resolve({ rows: found, total: found.length });
    },
  };
  const placeAt = (offset: bigint): Promise<SiteTarget> => {
    asked.push(offset);
    const holder = rows.findLast(({ fileOffset }) => (fileOffset ?? 0n) <= offset) as SymbolRow;
    const target = userSymbol('/srv/orders', info(), holder, offset - holder.fileOffset!);
    return Promise.resolve(place ?? { target: target! });
  };
  return resolveAgain(request, file, placeAt, inEnglish).then(found => ({ found, asked }));
}

function finds(text: string, name: string): boolean {
  const pattern = searchPattern(text);
  switch (pattern.kind) {
    case 'regex':
      // As the worker has names: byte by byte.
      return new RegExp(pattern.source).test(Buffer.from(name).toString('latin1'));
    case 'glob':
      throw new Error(`A pattern instead of a name: ${text}`);
    case 'text':
      return name.includes(text);
  }
}

const at = (offset: bigint, more: Partial<SymbolRow> = {}): SymbolRow =>
  row({ fileOffset: offset, address: offset + 0x400000n, ...more });

describe('a probe in a rebuilt file', () => {
  it('goes to the function of its name, with its arguments and the identity of the new file', async () => {
    const { found, asked } = await resolve(probeOn('price_order'), [
      at(0x1100n, { name: 'price_order_all' }),
      at(0x2200n),
    ]);
    expect(asked).toEqual([0x2200n]);
    expect(found).toMatchObject({
      request: {
        kind: 'uprobe',
        args: [{ fetch: '%di' }],
        target: { symbol: 'price_order', offset: 0x2200n, inode: info().inode, seen: old },
      },
    });
  });

  it('keeps its distance from the function’s first byte', async () => {
    const request = probeOn('price_order', { delta: 4n });
    const { found, asked } = await resolve(request, [at(0x2200n)]);
    expect(asked).toEqual([0x2204n]);
    expect(found).toMatchObject({ request: { target: { delta: 4n, offset: 0x2204n } } });
  });

  it('keeps its own names where the place has others too', async () => {
    const request = probeOn('price_order', { displayName: 'price(order)' });
    const alias = userSymbol('/srv/orders', info(), at(0x2200n, { name: 'alias' }))!;
    const { found } = await resolve(request, [at(0x2200n)], { target: alias });
    expect(found).toMatchObject({
      request: { target: { symbol: 'price_order', displayName: 'price(order)' } },
    });
  });

  const several: [string, Partial<UserAttachRequest['target']>, SymbolRow[], bigint | string][] = [
    ['is gone with its name', {}, [at(1n, { name: 'other' })], 'missing'],
    [
      'is gone where only an import has the name',
      {},
      [row({ fileOffset: undefined as never })],
      'missing',
    ],
    ['is one where both tables have it', {}, [at(2n), at(2n, { table: 'dynsym' })], 2n],
    ['is ambiguous where two functions have the name', {}, [at(1n), at(2n)], 'ambiguous'],
    [
      'is that of its version',
      { seen: { ...old, version: '@@V2' } },
      [at(1n, { version: '@V1' }), at(2n, { version: '@@V2' })],
      2n,
    ],
    [
      'is that of its section',
      { seen: { ...old, section: '.text.hot' } },
      [at(1n), at(2n, { section: '.text.hot' })],
      2n,
    ],
    [
      'may have changed version where there is one',
      { seen: { ...old, version: '@@V1' } },
      [at(7n, { version: '@@V2' })],
      7n,
    ],
    [
      'is ambiguous where neither has the version',
      { seen: { ...old, version: '@@V1' } },
      [at(1n, { version: '@@V2' }), at(2n, { version: '@V0' })],
      'ambiguous',
    ],
  ];
  it.each(several)('%s', async (_name, more, rows, expected) => {
    const { found } = await resolve(probeOn('price_order', more), rows);
    expect('request' in found ? found.request.target.offset : found.why).toBe(expected);
  });

  it('is refused where no probe may be placed any more, in the words of the look', async () => {
    const refusal = 'price_order+0x4 is inside an instruction';
    const { found } = await resolve(probeOn('price_order', { delta: 4n }), [at(1n)], { refusal });
    expect(found).toEqual({ why: 'refused', sentence: refusal });
  });

  it('is refused where the offset has come to be in the next function', async () => {
    const rows = [at(0x100n), at(0x108n, { name: 'next' })];
    const { found } = await resolve(probeOn('price_order', { delta: 8n }), rows);
    expect(found).toMatchObject({ why: 'refused' });
  });

  it.each(['main.(*Cart[...]).Add', '/proc/', 'a[0]', 'naïve*', 'C:\\x[1]'])(
    'finds the name %s, which is no pattern',
    async name => {
      const { found } = await resolve(probeOn(name), [at(9n, { name })]);
      expect(found).toMatchObject({ request: { target: { symbol: name } } });
    },
  );
});
