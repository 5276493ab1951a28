import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import { type BuiltSymbol, ElfBuilder, program } from './support/elfBuilder';
import { Fixtures, run } from './support/fixtures';
import { allRows, rowNamed } from './support/rows';

const fixtures = new Fixtures();
let compiled: string;
let index: SymbolIndex;

beforeAll(async () => {
  compiled = fixtures.program('program', '-pie', '-fPIE');
  index = await SymbolIndex.open(compiled);
});
afterAll(() => fixtures.remove());

async function built(
  symbols: readonly BuiltSymbol[],
  options?: Parameters<typeof program>[1],
): Promise<SymbolIndex> {
  const file = fixtures.path('built');
  writeFileSync(file, program(symbols, options));
  return SymbolIndex.open(file);
}

const verdict = async (name: string): Promise<unknown> => (await rowNamed(index, name)).uprobe;

describe('what may be probed in a compiled program', () => {
  it('is a function, global or static, and a global label in code', async () => {
    for (const name of ['main', 'priced', 'plain', 'sizeless', 'bare_function']) {
      expect(await verdict(name), name).toEqual({ ok: true });
    }
  });

  it('has the bytes that objdump disassembles there', async () => {
    const { address, fileOffset } = await rowNamed(index, 'bare_function');
    const stop = `--stop-address=0x${(address + 3n).toString(16)}`;
    const start = `--start-address=0x${address.toString(16)}`;
    const listing = run('objdump', ['-d', start, stop, compiled]);
    const offset = Number(fileOffset);
    const bytes = readFileSync(compiled)
      .subarray(offset, offset + 3)
      .toString('hex');

    expect(/8d 47 01/.test(listing)).toBe(true);
    expect(bytes).toBe('8d4701');
  });

  it('is not an IFUNC, data, a thread-local or a local label', async () => {
    expect(await verdict('chosen_at_load')).toEqual({ ok: false, code: 'ifunc' });
    for (const name of ['exported_data', 'thread_local_value', 'local_label']) {
      expect(await verdict(name), name).toEqual({ ok: false, code: 'notFunction' });
    }
  });

  it('is not what a library has, which is named, the likeliest first', async () => {
    expect(await verdict('library_default')).toEqual({
      ok: false,
      code: 'undefined',
      libraries: ['libversions.so.1', 'libc.so.6'],
    });
    expect(await verdict('printf')).toEqual({
      ok: false,
      code: 'undefined',
      libraries: ['libc.so.6', 'libversions.so.1'],
    });
  });

  it('keeps static functions of one name apart', async () => {
    const rows = (await allRows(index, { text: 'twice' })).filter(row => row.name === 'twice');
    expect(rows).toHaveLength(2);
    expect(rows[0]!.fileOffset).not.toBe(rows[1]!.fileOffset);
    expect(rows.map(row => row.uprobe.ok)).toEqual([true, true]);
  });

  it('knows names of one address as aliases', async () => {
    expect((await rowNamed(index, 'priced')).aliases).toEqual(['priced_alias']);
  });

  it('bounds a symbol without a size by the next one', async () => {
    const sizeless = await rowNamed(index, 'sizeless');
    const after = await rowNamed(index, 'after_sizeless');
    expect(sizeless).toMatchObject({ sizeKnown: false, size: after.address - sizeless.address });
    expect(after).toMatchObject({ sizeKnown: true, size: 1n });
  });
});

describe('what may be probed in other files', () => {
  const main = { name: 'main', value: 0x401000n };

  it('is nothing that the file has no bytes for', async () => {
    const beyond = { name: 'beyond', value: 0x401010n };
    const segment = { fileSize: 16n, memorySize: 64n };
    const file = await built([main, beyond], { segment });
    expect((await rowNamed(file, 'main')).uprobe).toEqual({ ok: true });
    const refused = await rowNamed(file, 'beyond');
    expect(refused.uprobe).toEqual({ ok: false, code: 'outsideSegments' });
    expect(refused.fileOffset).toBeUndefined();
  });

  it('is nothing in a segment longer than the file', async () => {
    const far = { name: 'far', value: 0x401000n + 0x100000n };
    const file = await built([far], { segment: { fileSize: 0x200000n } });
    expect((await rowNamed(file, 'far')).uprobe).toEqual({ ok: false, code: 'outsideSegments' });
  });

  it('is nothing in a segment that is writable', async () => {
    const file = await built([main], { segment: { flags: 7 } });
    expect((await rowNamed(file, 'main')).uprobe).toEqual({ ok: false, code: 'writableSegment' });
  });

  it('is nothing in a section without code', async () => {
    const file = await built([main], { code: { flags: 2n } });
    expect((await rowNamed(file, 'main')).uprobe).toEqual({ ok: false, code: 'notFunction' });
  });

  it('is not the label at the end of a section', async () => {
    const etext = { name: 'etext', value: 0x401040n, info: 0x10 };
    const file = await built([main, etext], { segment: { fileSize: 0x80n } });
    expect((await rowNamed(file, 'etext')).uprobe).toEqual({ ok: false, code: 'notFunction' });
  });

  it('is nothing in an object file', async () => {
    const object = await SymbolIndex.open(fixtures.gcc('other.o', ['other.c'], '-c'));
    const { uprobe } = await rowNamed(object, 'other_twice');
    expect(uprobe).toEqual({ ok: false, code: 'relocatable' });
  });

  it('is nothing in a separate debug file', async () => {
    const debug = fixtures.objcopy(compiled, 'program.debug', '--only-keep-debug');
    const file = await SymbolIndex.open(debug);
    expect(file.info.buildId).toBe(index.info.buildId);
    expect((await rowNamed(file, 'main')).uprobe).toEqual({ ok: false, code: 'outsideSegments' });
  });

  // No Go compiler here: a C program is given the sections that mark a Go one.
  it.each(['.gopclntab', '.data.rel.ro.gopclntab', '.note.go.buildid'])(
    'is no return in a program with %s',
    async section => {
      const body = fixtures.path('body');
      writeFileSync(body, 'x');
      const flags = ['--add-section', `${section}=${body}`];
      const go = await SymbolIndex.open(fixtures.objcopy(compiled, 'go', ...flags));
      expect(go.info.isGo).toBe(true);
      expect(await rowNamed(go, 'main')).toMatchObject({
        uprobe: { ok: true },
        uretprobe: { ok: false, code: 'goBinary' },
      });
      expect(index.info.isGo).toBe(false);
    },
  );

  it('is no return of what is jumped to, nor of the entry point', async () => {
    const cold = { ...main, name: 'parse.cold' };
    const file = await built([cold, { ...main, name: 'parse' }]);
    const refused = { uprobe: { ok: true }, uretprobe: { ok: false, code: 'notCalled' } };
    expect(await rowNamed(file, 'parse.cold')).toMatchObject(refused);
    expect((await rowNamed(file, 'parse')).uretprobe).toEqual({ ok: true });
    expect(await rowNamed(index, '_start')).toMatchObject(refused);
    expect((await rowNamed(index, 'main')).uretprobe).toEqual({ ok: true });
  });

  it.each([
    [32, true],
    [32, false],
    [64, true],
    [64, false],
  ] as const)('is the same in %i bits, little-endian %s', async (bits, littleEndian) => {
    const builder = new ElfBuilder(bits, littleEndian);
    const file = await built([{ ...main, value: 0x401004n, size: 12n }], { builder });
    expect(file.info).toMatchObject({ bits, endian: littleEndian ? 'little' : 'big' });
    expect(await rowNamed(file, 'main')).toMatchObject({
      address: 0x401004n,
      size: 12n,
      fileOffset: builder.bodyOffset(1) + 4n,
      section: '.text',
      uprobe: { ok: true },
    });
  });

  it('is exact for addresses above 2^53', async () => {
    const address = 0xffff_ffff_8100_0000n;
    const symbols = [
      { name: 'b', value: address + 1n },
      { name: 'a', value: address },
    ];
    const file = await built(symbols, { address });
    const rows = await allRows(file, { order: 'address' });
    expect(rows.map(row => [row.name, row.address, row.uprobe.ok])).toEqual([
      ['a', address, true],
      ['b', address + 1n, true],
    ]);
    expect(file.symbolAt({ address: address + 1n })?.row.name).toBe('b');
  });
});
