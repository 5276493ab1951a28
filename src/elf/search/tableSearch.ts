import { NameSearch } from '../nameSearch';
import type { NameTable } from '../names/nameTable';
import type { RankedRows } from '../rankedRows';
import type { Fuzzy } from './fuzzy';
import { LetterMasks, subTable } from './letterMasks';
import { matchNames } from './nameMatcher';
import type { RowFilter } from './rowFilter';
import type { Slices } from './slices';

/** The two searches that a table of names keeps something for. */
export class TableSearch {
  readonly #names: NameSearch;
  #masks: LetterMasks | undefined;

  constructor(
    readonly table: NameTable,
    /** How many the file has. */
    private readonly rows: number,
  ) {
    this.#names = new NameSearch(table);
  }

  text(text: string, filter: RowFilter, found: RankedRows, slices: Slices): Promise<void> {
    return this.#names.find(text, filter, found, slices);
  }

  /** @param within the only rows that can match */
  async fuzzy(
    matcher: Fuzzy,
    filter: RowFilter,
    found: RankedRows,
    slices: Slices,
    within?: Uint32Array,
  ): Promise<void> {
    this.#masks ??= new LetterMasks(this.table);
    await this.#masks.make(slices);
    const having = this.#masks.having(matcher.mask);
    const part = within ? this.#part(having, within) : having;
    await matchNames(part, matcher, filter, found, slices);
  }

  #part(table: NameTable, within: Uint32Array): NameTable {
    const isWithin = new Uint8Array(this.rows);
    for (const row of within) {
      isWithin[row] = 1;
    }
    return subTable(table, at => isWithin[table.rows[at] ?? 0] === 1);
  }
}
