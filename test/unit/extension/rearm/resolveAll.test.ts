import { describe, expect, it } from 'vitest';
import type { SymbolRow } from '../../../../src/elf/symbolRow';
import type { SiteTarget } from '../../../../src/extension/binaries/siteTarget';
import { userSymbol } from '../../../../src/extension/binaries/userSymbol';
import { resolveAll } from '../../../../src/extension/rearm/resolveAll';
import type { UserAttachRequest } from '../../../../src/extension/session/attachRequest';
import { inEnglish } from '../../../../src/extension/text/translate';
import { userRequest } from '../support/sampleProbes';
import { info, row } from '../symbolsEditor/sampleRows';

const places = ['ship', 'bill'].map((symbol, n) => ({
  symbol,
  address: BigInt(n),
  offset: BigInt(n),
}));
const request = userRequest('price', { more: places, label: '3 functions of orders' });

/** The new file has these functions at these offsets. */
function resolve(functions: Readonly<Record<string, bigint>>, of: UserAttachRequest = request) {
  const rows = Object.entries(functions).map(([name, fileOffset]) => row({ name, fileOffset }));
  const file = {
    query: ({ text }: { text: string }) => {
      const found = rows.filter(({ name }) => name.includes(text));
      return Promise.resolve({ rows: found, total: found.length });
    },
  };
  const placeAt = (offset: bigint): Promise<SiteTarget> => {
    const there = rows.find(({ fileOffset }) => fileOffset === offset) as SymbolRow;
    return Promise.resolve({ target: userSymbol('/srv/orders', info(), there)! });
  };
  return resolveAll(of, file, placeAt, inEnglish);
}

describe('a probe on several functions in a rebuilt file', () => {
  it('goes to all of them where they are now', async () => {
    const found = await resolve({ bill: 0x30n, price: 0x10n, ship: 0x20n });
    expect(found).toMatchObject({
      request: {
        label: '3 functions of orders',
        target: { symbol: 'price', offset: 0x10n, inode: info().inode },
        more: [
          { symbol: 'ship', offset: 0x20n },
          { symbol: 'bill', offset: 0x30n },
        ],
      },
    });
  });

  it('goes nowhere when one is gone, which it names: old places mean nothing in a new file', async () => {
    expect(await resolve({ price: 0x10n, ship: 0x20n })).toEqual({
      why: 'missing',
      sentence: 'bill is not in the new file: it was renamed, inlined or removed.',
    });
  });

  it('has a place once that two of them have become', async () => {
    const found = await resolve({ price: 0x10n, ship: 0x20n, bill: 0x20n });
    expect(found).toMatchObject({ request: { more: [{ symbol: 'ship', offset: 0x20n }] } });
  });

  it('is like any other when it is on one', async () => {
    const found = await resolve({ price: 0x10n }, userRequest('price'));
    expect(found).toMatchObject({ request: { target: { offset: 0x10n } } });
    expect(found).not.toHaveProperty('request.more');
  });
});
