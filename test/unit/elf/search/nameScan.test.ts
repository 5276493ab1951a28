import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NameMemory, NO_KEY, rowOf } from '../../../../src/elf/names/nameMemory';
import type { NameTable } from '../../../../src/elf/names/nameTable';
import { NameScan } from '../../../../src/elf/search/nameScan';
import { Slices } from '../../../../src/elf/search/slices';

/** A string table, and names that begin anywhere in it: tails of one string, several of one name. */
interface Case {
  readonly strings: readonly string[];
  readonly places: readonly number[];
  readonly refused: readonly boolean[];
  readonly hasVersions: boolean;
}

const letters = fc.stringMatching(/^[abAB_1]{1,20}$/);
const long = fc.stringMatching(/^[aA_b]{30,90}$/);
const version = fc.constantFrom('', '@V1', '@@GLIBC_2.2.5');
const aCase: fc.Arbitrary<Case> = fc.record({
  strings: fc.array(
    fc.tuple(fc.oneof({ weight: 4, arbitrary: letters }, long), version).map(p => p.join('')),
    { minLength: 1, maxLength: 30 },
  ),
  places: fc.array(fc.nat(), { minLength: 10, maxLength: 60 }),
  refused: fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
  hasVersions: fc.boolean(),
});

/** The table, and the text that each row's name begins with, up to the end of its string. */
function tableOf({ strings, places, refused, hasVersions }: Case): {
  table: NameTable;
  texts: string[];
} {
  const text = Buffer.from(['', ...strings, ''].join('\0'), 'latin1');
  const starts = places
    .map(place => place % text.length)
    .filter(start => text[start] !== 0 && text[start] !== 0x40)
    .sort((a, b) => a - b);
  const memory = new NameMemory(starts.length, starts.length, text.length);
  text.copy(memory.names);
  // Rows in another order than their names.
  const rows = starts.map((_, entry) => starts.length - 1 - entry);
  memory.fill(Uint32Array.from(starts), Uint32Array.from(rows), Uint8Array.from(refused, Number));
  const texts: string[] = [];
  starts.forEach((start, entry) => {
    texts[rows[entry]!] = text.toString('latin1', start, text.indexOf(0, start));
  });
  return { table: { memory, length: starts.length, hasVersions }, texts };
}

const nameOf = (text: string, hasVersions: boolean): string =>
  hasVersions ? text.replace(/(?<=.)@.*/, '') : text;
const isLetter = (c = ''): boolean => /[a-zA-Z]/.test(c);
/** Of what comes before the name in its string nothing is known here: its beginning is told apart by rank. */
const beginsWord = (text: string, at: number): boolean =>
  !isLetter(text[at - 1]) || (/[a-z]/.test(text[at - 1]!) && /[A-Z]/.test(text[at]!));

/** Rank, length and verdict as the key has them. */
const keyOf = (rank: number, cost: number, isRefused: boolean | undefined): number =>
  (rank * 1024 + cost) * 2 + (isRefused ? 1 : 0);

function naiveSubstring(text: string, name: string, sought: string, anyCase: boolean): number[] {
  const fold = (each: string): string => (anyCase ? each.toLowerCase() : each);
  const places = Array.from(text).flatMap((_, at) =>
    fold(text).startsWith(sought, at) ? [at] : [],
  );
  if (places.length === 0) {
    return [];
  }
  const rank = places.includes(0)
    ? sought.length === name.length
      ? 0
      : 1
    : places.some(at => beginsWord(text, at))
      ? 2
      : 3;
  return [rank, name.length];
}

function naiveFuzzy(name: string, sought: string): number[] {
  let best = Infinity;
  const starts = Array.from(name).flatMap((c, at) => (c.toLowerCase() === sought[0] ? [at] : []));
  for (const start of starts.slice(0, 3)) {
    let gaps = start === 0 || beginsWord(name, start) ? 0 : 2;
    let at = start;
    for (const letter of sought.slice(1)) {
      const place = name.toLowerCase().indexOf(letter, at + 1);
      gaps += place < 0 ? Infinity : place === at + 1 ? 0 : beginsWord(name, place) ? 1 : 3;
      at = place;
      if (place < 0) {
        break;
      }
    }
    best = Math.min(best, gaps);
  }
  return best === Infinity ? [] : [3, Math.min(best, 60) * 16 + Math.min(name.length >> 3, 15)];
}

describe('the WebAssembly searches agree with naive ones on any table', () => {
  it.each([false, true])('for texts, probeable ones only: %s', async only => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(
        aCase,
        fc.stringMatching(/^(?:[abAB_1]{1,4}|[aA_b]{15,36}|@V|b@)$/),
        fc.boolean(),
        async (aTable, text, anyCase) => {
          const { table, texts } = tableOf(aTable);
          const sought = anyCase ? text.toLowerCase() : text;
          const scan = new NameScan(table);
          await scan.substring(Buffer.from(sought), anyCase, only, new Slices(undefined));
          const expected = texts.map((full, row) => {
            const name = nameOf(full, aTable.hasVersions);
            const [rank, length] = naiveSubstring(full, name, sought, anyCase);
            const refused = aTable.refused[row];
            return rank === undefined || (only && refused) ? NO_KEY : keyOf(rank, length!, refused);
          });
          expect([...table.memory.keys]).toEqual(expected);
          hits += expected.filter(key => key !== NO_KEY).length;
        },
      ),
      { numRuns: 2000 },
    );
    expect(hits).toBeGreaterThan(1000);
  });

  it('for letters with others between them', async () => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(aCase, fc.stringMatching(/^[ab_1]{1,7}$/), async (aTable, sought) => {
        const { table, texts } = tableOf(aTable);
        await new NameScan(table).fuzzy(Buffer.from(sought), false, new Slices(undefined));
        const expected = texts.map((full, row) => {
          const [rank, cost] = naiveFuzzy(nameOf(full, aTable.hasVersions), sought);
          return rank === undefined ? NO_KEY : keyOf(rank, cost!, aTable.refused[row]);
        });
        expect([...table.memory.keys]).toEqual(expected);
        hits += expected.filter(key => key !== NO_KEY).length;
      }),
      { numRuns: 2000 },
    );
    expect(hits).toBeGreaterThan(1000);
  });

  it('and find nothing for what no name can have', async () => {
    const { table } = tableOf({ strings: ['ab'], places: [1], refused: [], hasVersions: false });
    const scan = new NameScan(table);
    for (const text of ['', 'a\0', 'a'.repeat(5000)]) {
      await scan.substring(Buffer.from(text), true, false, new Slices(undefined));
      expect([...table.memory.keys]).toEqual([NO_KEY]);
    }
    expect(rowOf(table.memory.markedRows[0]!)).toBe(0);
  });
});
