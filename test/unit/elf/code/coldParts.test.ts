import { describe, expect, it } from 'vitest';
import { parentName } from '../../../../src/elf/code/coldParts';
import { inspectSite } from '../../../../src/elf/code/inspectSite';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import { instructionStarts } from '../support/disassembly';
import { allRows } from '../support/rows';

const NODE = process.execPath;

describe('a part of a function that the compiler moved away', () => {
  it('is known by its name', () => {
    expect(parentName('parse.cold')).toBe('parse');
    expect(parentName('parse.part.0.cold.12')).toBe('parse.part.0');
    expect(parentName('cold')).toBeUndefined();
    expect(parentName('parse.colder')).toBeUndefined();
  });

  it('is proved where its function jumps into it, never where objdump knows better', async () => {
    const index = await SymbolIndex.open(NODE);
    const rows = (await allRows(index, { text: '.cold', probeableOnly: true }))
      .filter(({ name, size }) => parentName(name) !== undefined && size > 20n && size < 200n)
      .sort((a, b) => (a.address < b.address ? -1 : 1))
      .slice(0, 25);
    expect(rows.length).toBe(25);
    const last = rows.at(-1)!;
    const range = { start: rows[0]!.address, end: last.address + last.size };
    const listed = instructionStarts(NODE, range);
    const wrong: string[] = [];
    const proved = { alone: 0, withParents: 0 };
    for (const row of rows) {
      const parents = await index.definitions(parentName(row.name)!);
      for (let delta = 0n; delta < row.size; delta++) {
        const alone = await inspectSite(NODE, index.info, { row, delta });
        const site = await inspectSite(NODE, index.info, { row, delta }, parents);
        const isCode = listed.has(row.address + delta);
        proved.alone += alone.uprobe.ok ? 1 : 0;
        proved.withParents += site.uprobe.ok ? 1 : 0;
        if (site.uprobe.ok && !isCode) {
          wrong.push(`${row.name}+${delta}`);
        }
        // What was proved without them still is.
        expect(site.uprobe.ok || !alone.uprobe.ok).toBe(true);
      }
    }
    expect(wrong).toEqual([]);
    expect(proved.withParents).toBeGreaterThan(proved.alone);
  }, 120_000);
});
