import { afterAll, describe, expect, it } from 'vitest';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import { offsetBySections } from '../support/binutils';
import { Fixtures, run } from '../support/fixtures';
import { readelfNotes, usdtProgram, usdtRowsOf } from '../support/usdtPrograms';

const fixtures = new Fixtures();
afterAll(() => fixtures.remove());

const compiled = (name: string, ...flags: string[]): string =>
  usdtProgram(fixtures, name, ...flags);

const FILES: readonly (readonly [string, () => string])[] = [
  ['a program compiled with -O0', () => compiled('O0', '-O0')],
  ['a program compiled with -O2', () => compiled('O2', '-O2')],
  ['a program at a fixed address', () => compiled('fixed', '-O2', '-no-pie', '-fno-pie')],
  ['a library', () => compiled('library.so', '-O2', '-shared', '-fPIC')],
  ['a stripped program', () => stripped('-s')],
  ['libstdc++', () => '/usr/lib/x86_64-linux-gnu/libstdc++.so.6'],
];

function stripped(flag: string): string {
  const whole = compiled('whole', '-O2');
  run('strip', [flag, '-o', fixtures.path('stripped'), whole]);
  return fixtures.path('stripped');
}

describe('USDT probes', () => {
  it.each(FILES)('of %s are those that readelf prints', async (_, make) => {
    const file = make();
    const offsetOf = offsetBySections(file);
    const sites = (await usdtRowsOf(await SymbolIndex.open(file))).flatMap(({ name, usdt }) =>
      usdt!.sites.map(site => ({ name, ...site })),
    );
    const truth = readelfNotes(file);
    const order = (a: { address: bigint }, b: { address: bigint }): number =>
      Number(a.address - b.address);

    expect(truth.length).toBeGreaterThan(2);
    expect(
      sites
        .map(({ name, address, fileOffset, semaphore, text }) => ({
          name,
          address,
          fileOffset,
          semaphore,
          text,
        }))
        .sort(order),
    ).toEqual(
      truth
        .map(note => ({
          ...note,
          fileOffset: offsetOf(note.address),
          semaphore: note.semaphore === 0n ? undefined : offsetOf(note.semaphore),
        }))
        .sort(order),
    );
  });

  it('are one row a name, with all its sites', async () => {
    const index = await SymbolIndex.open(compiled('rows', '-O2'));
    const rows = await usdtRowsOf(index);
    expect(rows.map(row => [row.name, row.usdt!.sites.length])).toEqual([
      ['shop:bare', 1],
      ['shop:order', 1],
      ['shop:paid', 2],
      ['shop:stocked', 1],
    ]);
    expect(index.counts.usdtProbes).toBe(4);
    expect(rows.every(row => row.uprobe.ok)).toBe(true);
    expect(rows.map(row => row.uretprobe)).toEqual(
      rows.map(() => ({ ok: false, code: 'marksPlace' })),
    );
  });

  it('of a file without any are none', async () => {
    const index = await SymbolIndex.open(process.execPath);
    expect(readelfNotes(process.execPath)).toEqual([]);
    expect(index.counts.usdtProbes).toBeUndefined();
  });
});

describe('arguments', () => {
  it('in data are at the addresses that nm prints, seen from the code', async () => {
    const file = compiled('data', '-O2', '-no-pie', '-fno-pie');
    const address = (symbol: string): bigint =>
      BigInt(`0x${new RegExp(`^(\\w+) \\w ${symbol}$`, 'm').exec(run('nm', [file]))![1]!}`);
    const rows = await usdtRowsOf(await SymbolIndex.open(file));
    const { sites, omitted } = rows.find(row => row.name === 'shop:stocked')!.usdt!;
    const [site] = sites;
    const base = site!.address - site!.fileOffset;

    expect(site!.args).toEqual([
      { name: 'arg1', fetch: `@+${address('stock') - base}`, type: 's32' },
      { name: 'arg2', fetch: `@+${address('prices') + 16n - base}`, type: 's64' },
      { name: 'arg5', fetch: '%si', type: 'u8' },
    ]);
    expect(omitted).toEqual([
      { name: 'arg3', refusal: 'index' },
      { name: 'arg4', refusal: 'float' },
    ]);
  });

  it('in data of a stripped file are not known', async () => {
    const rows = await usdtRowsOf(await SymbolIndex.open(stripped('-s')));
    const { omitted } = rows.find(row => row.name === 'shop:stocked')!.usdt!;
    expect(omitted).toContainEqual({ name: 'arg1', refusal: 'symbol' });
  });

  it('that differ between the sites of a probe are left out', async () => {
    const rows = await usdtRowsOf(await SymbolIndex.open(compiled('differ', '-O2')));
    const { sites, omitted } = rows.find(row => row.name === 'shop:paid')!.usdt!;
    expect(sites.map(({ args }) => args)).toEqual(
      sites.map(() => [{ name: 'arg1', fetch: '%di', type: 's32' }]),
    );
    // A long here and a short there; not there at all.
    expect(omitted).toEqual([
      { name: 'arg2', refusal: 'differs' },
      { name: 'arg3', refusal: 'differs' },
    ]);
  });
});
