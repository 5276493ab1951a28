import { describe, expect, it } from 'vitest';
import type { DebugSections } from '../../../../src/elf/dwarf/debugSections';
import { filePaths } from '../../../../src/elf/dwarf/lineFiles';
import type { LineHeader } from '../../../../src/elf/dwarf/lineHeader';
import { Fields } from '../../../../src/elf/fields';

/** The tables of a unit of `.debug_line`, and nothing else of it. */
function pathsOf(version: number, tables: Buffer): Promise<ReadonlyMap<number, string>> {
  const header: LineHeader = {
    ...{ version, addressSize: 8, offsetSize: 4, minInstruction: 1 },
    ...{ lineBase: -5, lineRange: 14, opcodeBase: 1, operands: [0] },
    ...{ bytes: new Fields(tables, true, true), tablesAt: 0, programAt: tables.length },
  };
  const sections = { text: (text: string) => Promise.resolve(text) } as unknown as DebugSections;
  return filePaths(header, new Set([1]), sections, () => Promise.resolve('/build'));
}

const plain = (folders: string, files: string): Buffer => Buffer.from(`${folders}\0${files}\0`);

describe('the files of a unit', () => {
  it('are where the compiler ran, with no step up left in their paths', async () => {
    const paths = await pathsOf(4, plain('src/../../lib\0', 'pool.c\0\x01\0\0'));
    expect(paths.get(1)).toBe('/lib/pool.c');
  });

  it('are not read where a hostile one has millions', async () => {
    const tooLarge = { code: 'tooLarge' };
    await expect(pathsOf(4, plain('a\0'.repeat(300_000), ''))).rejects.toMatchObject(tooLarge);
    // One format, a path as a text of its own; then 2^35 folders.
    const many = Buffer.from([1, 1, 8, 0x80, 0x80, 0x80, 0x80, 0x80, 1]);
    await expect(pathsOf(5, many)).rejects.toMatchObject(tooLarge);
  });
});
