import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { crc32 } from 'node:zlib';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import { readelfSymbols } from './support/binutils';
import { type BuiltSection, ElfBuilder, program } from './support/elfBuilder';
import { Fixtures, run } from './support/fixtures';
import { allRows } from './support/rows';

const fixtures = new Fixtures();
afterAll(() => fixtures.remove());

const BUILD_ID = '0102030405060708';
const SYMBOLS = [
  { name: 'main', value: 0x401000n, size: 8n },
  { name: 'a_static_function', value: 0x401010n, size: 4n, info: 0x02 },
];

function word({ littleEndian }: ElfBuilder, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes[littleEndian ? 'writeUInt32LE' : 'writeUInt32BE'](value);
  return bytes;
}

function buildIdNote(builder: ElfBuilder): BuiltSection {
  const numbers = [4, 8, 3].map(value => word(builder, value));
  const body = Buffer.concat([...numbers, Buffer.from('GNU\0'), Buffer.from(BUILD_ID, 'hex')]);
  return { name: '.note.gnu.build-id', type: 7, body };
}

/** The debug file is never written by a compiler here for most of these: readelf says that it is well-formed. */
describe.each([
  [64, true],
  [64, false],
  [32, true],
  [32, false],
] as const)('a debug file of %i bits, little endian: %s', (bits, little) => {
  const builder = new ElfBuilder(bits, little);
  const name = `${bits}-${little ? 'le' : 'be'}`;
  const stripped = (more: readonly BuiltSection[]): string => {
    const code = { name: '.text', type: 1, flags: 6n, address: 0x401000n, body: Buffer.alloc(64) };
    const segment = { type: 1, flags: 5, offset: builder.bodyOffset(1), address: 0x401000n };
    const file = fixtures.path(name);
    writeFileSync(file, builder.file([code, ...more], [{ ...segment, fileSize: 64n }]));
    return file;
  };
  const expectSymbols = async (file: string, debug: string, origin: string): Promise<void> => {
    const index = await SymbolIndex.open(file, undefined, { folders: [] });
    expect(index.counts).toMatchObject({ debugFile: debug, debug: { origin, refused: [] } });
    const truth = readelfSymbols(debug).map(symbol => `${symbol.name} ${symbol.address}`);
    const rows = await allRows(index, { probeableOnly: true });
    expect(rows.map(row => `${row.name} ${row.address}`).sort()).toEqual(truth.sort());
    expect(rows).toHaveLength(SYMBOLS.length);
    for (const { address, fileOffset } of rows) {
      expect(fileOffset).toBe(builder.bodyOffset(1) + address - 0x401000n);
    }
  };

  it('is known by its build-id', async () => {
    const note = buildIdNote(builder);
    const debug = fixtures.path(join(`${name}.debug`));
    writeFileSync(debug, program(SYMBOLS, { builder, more: [note] }));
    expect(run('readelf', ['-n', debug])).toContain(BUILD_ID);
    const body = Buffer.concat([Buffer.from(`${name}.debug\0`.padEnd(12, '\0')), word(builder, 0)]);
    await expectSymbols(stripped([note, { name: '.gnu_debuglink', type: 1, body }]), debug, 'link');
  });

  it('is known by its checksum', async () => {
    const debug = fixtures.path(`${name}.crc`);
    const bytes = program(SYMBOLS, { builder });
    writeFileSync(debug, bytes);
    const sum = word(builder, crc32(bytes));
    const body = Buffer.concat([Buffer.from(`${name}.crc\0`.padEnd(12, '\0')), sum]);
    await expectSymbols(stripped([{ name: '.gnu_debuglink', type: 1, body }]), debug, 'link');
  });
});
